import type { BreakGlassId, MassCasualtyId, Principal, ReaderId, ReadId, StudyId } from '@overread/domain';
import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, Repeatable, setEtag, ZodBody, ZodQuery } from '@overread/platform';
import type { Page, RepeatableRequest } from '@overread/platform';
import {
  breakGlass,
  breakGlassQuery,
  breakGlassTaken,
  confirmBody,
  listOf,
  newBreakGlass,
  refuseBody,
  reviewBody,
  type BreakGlass,
  type BreakGlassTaken,
} from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { AskedFor } from '../asked-for.js';
import { BreakGlassRequests } from './break-glass-request.service.js';
import { BreakGlassService, type AskedAct } from './break-glass.service.js';
import { BreakGlassView } from './break-glass-view.js';

type Asked = Omit<AskedAct, 'id'>;

/** Hard rules set aside for one reader and one study, by two people: a preliminary or verbal result, read again and reviewed. */
@ApiTags('emergencies')
@Controller()
export class BreakGlassController {
  constructor(
    private readonly view: BreakGlassView,
    private readonly requests: BreakGlassRequests,
    private readonly acts: BreakGlassService,
  ) {}

  @Post('reads/:id/break-glass')
  @Answers(breakGlass, 201)
  @ApiOperation({
    summary:
      'Ask that a reader who fails rules may give a preliminary result: nobody eligible in time, the site asked first',
  })
  request(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @ZodBody(newBreakGlass) { eventId, instruments, readerId, reason }: z.infer<typeof newBreakGlass>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<BreakGlass> {
    const { licence, residency } = instruments;
    const given = { ...(licence ? { licence } : {}), ...(residency ? { residency } : {}) };
    const event = (eventId ?? null) as MassCasualtyId | null;
    const asked = { readerId: readerId as ReaderId, reason, instruments: given, eventId: event };
    return this.requests.request(principal, { readId, repeatable }, asked);
  }

  @Get('studies/:id/break-glass')
  @Answers(listOf(breakGlass))
  @ApiOperation({ summary: 'Every time rules were, or were asked to be, set aside for a study; newest first' })
  ofStudy(@CurrentPrincipal() principal: Principal, @IdParam('id') id: StudyId): Promise<Page<BreakGlass>> {
    return this.view.ofStudy(principal, id);
  }

  @Get('break-glass')
  @Answers(listOf(breakGlass))
  @ApiOperation({ summary: 'What waits for a confirmation, to be taken, or for its review; newest first' })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(breakGlassQuery) query: z.infer<typeof breakGlassQuery>,
  ): Promise<Page<BreakGlass>> {
    return this.view.list(principal, query);
  }

  @Get('break-glass/:id')
  @Answers(breakGlass)
  @ApiOperation({ summary: 'One act: the rules with their facts and grounds, who confirmed, what became of it' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: BreakGlassId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BreakGlass> {
    const shown = await this.view.one(principal, id);
    setEtag(response, shown.version);
    return shown;
  }

  @Post('break-glass/:id/confirm')
  @HttpCode(200)
  @Answers(breakGlass)
  @ApiOperation({
    summary: 'Confirm as the facility’s physician, the medical director, the supervisor or the reader: once',
  })
  confirm(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: BreakGlassId,
    @ZodBody(confirmBody) { as }: z.infer<typeof confirmBody>,
    @AskedFor() asked: Asked,
  ): Promise<BreakGlass> {
    return this.acts.confirm(principal, { id, ...asked }, as);
  }

  @Post('break-glass/:id/refuse')
  @HttpCode(200)
  @Answers(breakGlass)
  @ApiOperation({ summary: 'Say no, as one of those who would confirm, or withdraw one’s own request' })
  refuse(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: BreakGlassId,
    @ZodBody(refuseBody) { reason }: z.infer<typeof refuseBody>,
    @AskedFor() asked: Asked,
  ): Promise<BreakGlass> {
    return this.acts.refuse(principal, { id, ...asked }, reason);
  }

  @Post('break-glass/:id/take')
  @HttpCode(200)
  @Answers(breakGlassTaken)
  @ApiOperation({
    summary: 'The reader takes and opens the study: exactly the confirmed rules are set aside, or nothing',
  })
  take(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: BreakGlassId,
    @AskedFor() asked: Asked,
  ): Promise<BreakGlassTaken> {
    return this.acts.take(principal, { id, ...asked });
  }

  @Post('break-glass/:id/review')
  @HttpCode(200)
  @Answers(breakGlass)
  @ApiOperation({ summary: 'Review what was done, by somebody who had no part in it; due the next working day' })
  review(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: BreakGlassId,
    @ZodBody(reviewBody) body: z.infer<typeof reviewBody>,
    @AskedFor() asked: Asked,
  ): Promise<BreakGlass> {
    return this.acts.review(principal, { id, ...asked }, body);
  }
}
