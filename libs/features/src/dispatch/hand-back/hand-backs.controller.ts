import type { HandBackId, Principal, StudyId } from '@overread/domain';
import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, Repeatable, setEtag, ZodBody, ZodQuery } from '@overread/platform';
import type { Page, RepeatableRequest } from '@overread/platform';
import {
  callAttempt,
  handBack,
  handBacksQuery,
  listOf,
  newHandBack,
  refuseBackBody,
  takeBackBody,
  withdrawBody,
  type HandBack,
} from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { AskedFor } from '../asked-for.js';
import type { AskedHandBack } from './hand-backs.service.js';
import { HandBacksService } from './hand-backs.service.js';
import { HandBackView } from './hand-back-view.js';
import { ReclaimService } from './reclaim.service.js';

type Asked = Omit<AskedHandBack, 'id'>;

/** Studies that the network cannot read in time go back to their site by phone, acknowledged by name. */
@ApiTags('emergencies')
@Controller()
export class HandBacksController {
  constructor(
    private readonly view: HandBackView,
    private readonly handBacks: HandBacksService,
    private readonly reclaim: ReclaimService,
  ) {}

  @Post('studies/:id/hand-back')
  @Answers(handBack, 201)
  @ApiOperation({
    summary: 'Begin to call the site up its call tree; the study stays the network’s until they take it',
  })
  open(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') studyId: StudyId,
    @ZodBody(newHandBack) { note, reason }: z.infer<typeof newHandBack>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<HandBack> {
    return this.handBacks.open(principal, { studyId, repeatable }, { reason, note: note ?? null });
  }

  @Get('studies/:id/hand-backs')
  @Answers(listOf(handBack))
  @ApiOperation({ summary: 'Every time a study was offered back to its site, oldest first' })
  ofStudy(@CurrentPrincipal() principal: Principal, @IdParam('id') id: StudyId): Promise<Page<HandBack>> {
    return this.view.ofStudy(principal, id);
  }

  @Get('hand-backs')
  @Answers(listOf(handBack))
  @ApiOperation({ summary: 'Whom to call now: hand-backs that nobody has answered, oldest first; or those of a state' })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(handBacksQuery) query: z.infer<typeof handBacksQuery>,
  ): Promise<Page<HandBack>> {
    return this.view.list(principal, query);
  }

  @Get('hand-backs/:id')
  @Answers(handBack)
  @ApiOperation({ summary: 'One hand-back: whom to call, every try, who answered' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HandBack> {
    const shown = await this.view.one(principal, id);
    setEtag(response, shown.version);
    return shown;
  }

  @Post('hand-backs/:id/attempts')
  @HttpCode(200)
  @Answers(handBack)
  @ApiOperation({ summary: 'Note a call to the site: it hands nothing over by itself' })
  attempt(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @ZodBody(callAttempt) { at, note, ...body }: z.infer<typeof callAttempt>,
    @AskedFor() asked: Asked,
  ): Promise<HandBack> {
    return this.handBacks.attempt(principal, { id, ...asked }, { ...body, note: note ?? null, at: instantOf(at) });
  }

  @Post('hand-backs/:id/acknowledge')
  @HttpCode(200)
  @Answers(handBack)
  @ApiOperation({ summary: 'Somebody of the site takes the study, by name: from now on the site answers for it' })
  acknowledge(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @ZodBody(takeBackBody) body: z.infer<typeof takeBackBody>,
    @AskedFor() asked: Asked,
  ): Promise<HandBack> {
    return this.handBacks.acknowledge(principal, { id, ...asked }, saidIn(body));
  }

  @Post('hand-backs/:id/refuse')
  @HttpCode(200)
  @Answers(handBack)
  @ApiOperation({ summary: 'Somebody of the site says by name that it cannot read it either, and why' })
  refuse(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @ZodBody(refuseBackBody) body: z.infer<typeof refuseBackBody>,
    @AskedFor() asked: Asked,
  ): Promise<HandBack> {
    return this.handBacks.refuse(principal, { id, ...asked }, saidIn(body));
  }

  @Post('hand-backs/:id/site-reading')
  @HttpCode(200)
  @Answers(handBack)
  @ApiOperation({
    summary: 'Note who of the site read the study, when, and where its report is; clocks stay as they are',
  })
  siteReading(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @ZodBody(refuseBackBody) body: z.infer<typeof refuseBackBody>,
    @AskedFor() asked: Asked,
  ): Promise<HandBack> {
    return this.handBacks.siteReading(principal, { id, ...asked }, saidIn(body));
  }

  @Post('hand-backs/:id/reclaim')
  @HttpCode(200)
  @Answers(handBack)
  @ApiOperation({
    summary:
      'The site gives the study back to the network, by name and with a reason: it is planned again, due from now',
  })
  reclaimed(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @ZodBody(refuseBackBody) body: z.infer<typeof refuseBackBody>,
    @AskedFor() asked: Asked,
  ): Promise<HandBack> {
    return this.reclaim.reclaim(principal, { id, ...asked }, saidIn(body));
  }

  @Post('hand-backs/:id/withdraw')
  @HttpCode(200)
  @Answers(handBack)
  @ApiOperation({ summary: 'The site need not take it after all' })
  withdraw(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: HandBackId,
    @ZodBody(withdrawBody) { reason }: z.infer<typeof withdrawBody>,
    @AskedFor() asked: Asked,
  ): Promise<HandBack> {
    return this.handBacks.withdraw(principal, { id, ...asked }, reason);
  }
}

const instantOf = (at: string | null | undefined): Date | null => (at == null ? null : new Date(at));

const saidIn = ({ at, name, note, role }: z.infer<typeof takeBackBody>) => {
  return { name, role, note: note ?? null, at: instantOf(at) };
};
