import type { DutyId, Principal, ReadId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import { acknowledgeBody, attemptBody, duty, newCriticalResult, type Duty } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { acknowledgingOf, askedDuty, attemptOf, instantOf } from './duty-bodies.js';
import { DutiesService } from './duties.service.js';

/** Findings that somebody must hear of at once; `/duties` lists them among all that must be told. */
@ApiTags('critical results')
@Controller()
export class CriticalResultsController {
  constructor(private readonly duties: DutiesService) {}

  @Post('reads/:id/critical-results')
  @Answers(duty, 201)
  @ApiOperation({ summary: 'A critical finding on a read of mine, before any report if need be; its clock starts' })
  found(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @ZodBody(newCriticalResult) { category, finding, foundAt, to }: z.infer<typeof newCriticalResult>,
    @Exchange() { repeatable }: HttpExchange,
  ): Promise<Duty> {
    const person = to == null ? null : { name: to.name, contact: to.phone ?? null };
    const found = { category, finding, to: person, foundAt: instantOf(foundAt) };
    return this.duties.found(principal, { readId, repeatable }, found);
  }

  @Post('critical-results/:id/attempts')
  @HttpCode(200)
  @Answers(duty)
  @ApiOperation({ summary: 'Note a try to tell a critical result; an immediate one reaches nobody but by voice' })
  attempt(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: DutyId,
    @ZodBody(attemptBody) body: z.infer<typeof attemptBody>,
    @Exchange() exchange: HttpExchange,
  ): Promise<Duty> {
    return this.duties.attempt(principal, askedDuty(id, exchange, 'critical-result'), attemptOf(body));
  }

  @Post('critical-results/:id/acknowledge')
  @HttpCode(200)
  @Answers(duty)
  @ApiOperation({ summary: 'Say by name who knows of a critical result' })
  acknowledge(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: DutyId,
    @ZodBody(acknowledgeBody) body: z.infer<typeof acknowledgeBody>,
    @Exchange() exchange: HttpExchange,
  ): Promise<Duty> {
    return this.duties.acknowledge(principal, askedDuty(id, exchange, 'critical-result'), acknowledgingOf(body));
  }
}
