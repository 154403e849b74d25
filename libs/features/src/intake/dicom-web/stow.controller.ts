import type { Principal } from '@overread/domain';
import { Controller, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '@overread/platform';
import { stowAnswer, type StowOutcome } from '@overread/protocols';
import type { Request, Response } from 'express';
import { DicomWebFilter } from './dicom-web.filter.js';
import { DoorFacility } from './door-facility.js';
import { StowService, type StowedPart } from './stow.service.js';

/** A full disk is not made room on sooner. */
const RETRY_SECONDS = '5';

/** STOW-RS (PS3.18 section 10.5). */
@ApiTags('dicomweb')
@Controller('dicom-web')
@UseFilters(DicomWebFilter)
export class StowController {
  constructor(
    private readonly facilities: DoorFacility,
    private readonly stow: StowService,
  ) {}

  @Post('studies')
  @ApiOperation({ summary: 'Store instances: multipart/related of application/dicom' })
  store(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
    @Query('facility') facility?: string,
  ): Promise<void> {
    return this.take(principal, request, response, { facility, study: null });
  }

  @Post('studies/:study')
  @ApiOperation({ summary: 'Store instances of one study' })
  storeInto(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
    @Param('study') study: string,
  ): Promise<void> {
    const { facility } = request.query;
    return this.take(principal, request, response, {
      facility: typeof facility === 'string' ? facility : undefined,
      study,
    });
  }

  private async take(
    principal: Principal,
    request: Request,
    response: Response,
    named: { facility: string | undefined; study: string | null },
  ): Promise<void> {
    const facility = await this.facilities.of(principal, named.facility);
    const parts = await this.stow.take({
      contentType: request.headers['content-type'],
      body: request,
      facility,
      studyInstanceUid: named.study,
      sender: principal.name,
    });
    const { status, body } = stowAnswer(outcomeOf(parts, rootOf(request)));
    if (status === 503) response.setHeader('Retry-After', RETRY_SECONDS);
    response.status(status).type('application/dicom+json').send(JSON.stringify(body));
  }
}

/** Where this server's DICOMweb is, as the caller reached it. */
export const rootOf = (request: Request): string => `${request.protocol}://${request.get('host') ?? ''}/dicom-web`;

function outcomeOf(parts: readonly StowedPart[], root: string): StowOutcome {
  const stored = parts.filter((part) => part.kind === 'stored');
  const studies = [...new Set(stored.map(({ uids: [study] }) => study))];
  return {
    studyUrl: studies.length === 1 ? `${root}/studies/${studies[0]}` : null,
    stored: stored.map(({ sopClassUid, uids: [study, series, instance] }) => ({
      sopClassUid,
      sopInstanceUid: instance,
      retrieveUrl: `${root}/studies/${study}/series/${series}/instances/${instance}`,
    })),
    failed: parts
      .filter((part) => part.kind === 'failed')
      .map(({ sopClassUid, sopInstanceUid, reason }) => ({ sopClassUid, sopInstanceUid, failureReason: reason })),
  };
}
