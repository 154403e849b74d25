import type { Principal } from '@overread/domain';
import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, ForViewers, problemOf, sendProblem } from '@overread/platform';
import {
  acceptsDicomJson,
  dicomContentType,
  multipartContentType,
  negotiateDicom,
  writeMultipart,
} from '@overread/protocols';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DicomWebFilter } from './dicom-web.filter.js';
import type { KeptImage } from './retrieve.queries.js';
import { RetrieveService } from './retrieve.service.js';
import { rootOf } from './stow.controller.js';

type Path = { study: string; series?: string; instance?: string };

const LEVELS = ['studies/:study', 'studies/:study/series/:series', 'studies/:study/series/:series/instances/:instance'];
const askedIn = ({ study, series, instance }: Path) => ({
  studyInstanceUid: study,
  seriesInstanceUid: series ?? null,
  sopInstanceUid: instance ?? null,
});

/** WADO-RS (PS3.18 section 10.4): instances as they are kept, and what their headers say. */
@ApiTags('dicomweb')
@Controller('dicom-web')
@ForViewers()
@UseFilters(DicomWebFilter)
export class RetrieveController {
  constructor(private readonly images: RetrieveService) {}

  @Get(LEVELS.map((level) => `${level}/metadata`))
  @ApiOperation({ summary: 'What the headers say, as DICOM JSON' })
  async metadata(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request<Path>,
    @Res() response: Response,
    @Query('study') which?: string,
  ): Promise<void> {
    if (!acceptsDicomJson(request.headers.accept)) return refuse(request, response, 'application/dicom+json');
    const found = await this.images.find(principal, askedIn(request.params), which);
    response.type('application/dicom+json');
    await send(this.metadataOf(found), response);
  }

  @Get(LEVELS)
  @ApiOperation({ summary: 'Instances, in the transfer syntax they are kept in' })
  async instances(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request<Path>,
    @Res() response: Response,
    @Query('study') which?: string,
  ): Promise<void> {
    const found = await this.images.find(principal, askedIn(request.params), which);
    const packaging = negotiateDicom(
      request.headers.accept,
      found.map(({ transferSyntaxUid }) => transferSyntaxUid),
    );
    const [first] = found;
    if (packaging === null || !first)
      return refuse(request, response, dicomContentType(first?.transferSyntaxUid ?? '*'));
    if (packaging === 'single') {
      response.setHeader('Content-Type', dicomContentType(first.transferSyntaxUid));
      response.setHeader('Content-Length', first.bytes);
      return send(this.images.bytesOf(first), response);
    }
    const boundary = randomUUID();
    response.setHeader('Content-Type', multipartContentType(boundary, 'application/dicom'));
    const root = `${rootOf(request)}/studies/${request.params.study}`;
    await send(writeMultipart(this.partsOf(found, root), boundary), response);
  }

  private *partsOf(images: readonly KeptImage[], root: string) {
    for (const image of images) {
      yield {
        contentType: dicomContentType(image.transferSyntaxUid),
        location: `${root}/series/${image.seriesInstanceUid}/instances/${image.sopInstanceUid}`,
        body: this.images.bytesOf(image),
      };
    }
  }

  private async *metadataOf(images: readonly KeptImage[]): AsyncGenerator<Uint8Array> {
    let lead = '[';
    for (const image of images) {
      yield Buffer.from(lead + JSON.stringify(await this.images.metadataOf(image)));
      lead = ',';
    }
    yield Buffer.from(']');
  }
}

function refuse(request: Request, response: Response, available: string): void {
  sendProblem(request, response, problemOf(406, 'request/not-acceptable', `available is ${available}`));
}

/** Byte by byte as the client takes them. A client that goes away ends it; nothing else is wrong then. */
async function send(bytes: AsyncIterable<Uint8Array>, response: Response): Promise<void> {
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
