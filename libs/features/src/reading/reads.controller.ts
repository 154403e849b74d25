import type { Principal, ReadId } from '@overread/domain';
import { Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, ForViewers, IdParam, IfMatch, setEtag, ZodBody } from '@overread/platform';
import {
  draft as draftSchema,
  draftBody,
  imagesOpenedBody,
  read as readSchema,
  readDetail,
  type Read as WireRead,
  type ReadDetail,
} from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from './exchange.js';
import { draftToWire, ReadView } from './read-view.js';
import { ReadingService } from './reading.service.js';

type WireDraft = z.infer<typeof draftSchema>;

/** A read under the eyes of its reader. */
@ApiTags('reads')
@Controller('reads/:id')
export class ReadsController {
  constructor(
    private readonly view: ReadView,
    private readonly reading: ReadingService,
  ) {}

  @Get()
  @Answers(readDetail)
  @ApiOperation({ summary: 'One read with its study, my draft, the reports I may see and where to see the images' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReadDetail> {
    const read = await this.view.readOf(principal, id);
    setEtag(response, read.version);
    return read;
  }

  @Post('open')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Open a read I have accepted; every hard rule is asked again' })
  open(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    return this.reading.open(principal, { id, versions });
  }

  @Post('images-opened')
  @ForViewers()
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Proof of reading: the viewer shows the images' })
  imagesOpened(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(imagesOpenedBody.prefault({})) { viewer = null, instances = null, at }: z.infer<typeof imagesOpenedBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    const shown = { viewer, instances, at: at == null ? null : new Date(at) };
    return this.reading.imagesOpened(principal, { id, versions }, shown);
  }

  @Get('draft')
  @Answers(draftSchema)
  @ApiOperation({ summary: 'What I have written so far' })
  async draft(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WireDraft> {
    return tagged(response, draftToWire(await this.reading.draftOf(principal, id)));
  }

  @Put('draft')
  @Answers(draftSchema)
  @ApiOperation({
    summary: 'Keep what I have written; If-Match takes the version of the draft, "v0" when there is none',
  })
  async saveDraft(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(draftBody) body: z.infer<typeof draftBody>,
    @Exchange() { versions, response }: HttpExchange,
  ): Promise<WireDraft> {
    const text = { ...body, conclusion: body.conclusion ?? null };
    return tagged(response, draftToWire(await this.reading.saveDraft(principal, { id, versions }, text)));
  }
}

function tagged(response: Response, draft: WireDraft): WireDraft {
  setEtag(response, draft.version);
  return draft;
}
