import type { Principal, ReadId, ReportId, StudyId } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import { listOf, retractBody, retracted, retraction, type Retracted } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { RetractionService } from './retraction.service.js';

/** Wrong patient, wrong study: what was reported is withdrawn, and those who were told are told again. */
@ApiTags('reads')
@Controller()
export class RetractionController {
  constructor(private readonly retractions: RetractionService) {}

  @Post('reads/:id/retract')
  @HttpCode(200)
  @Answers(retracted)
  @ApiOperation({
    summary: 'Withdraw what a read has given, or one report of it; the right result is read anew, everybody told again',
  })
  retract(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(retractBody) { kind, reason, reportId }: z.infer<typeof retractBody>,
    @Exchange() { repeatable, versions }: HttpExchange,
  ): Promise<Retracted> {
    const body = { kind, reason, reportId: (reportId ?? null) as ReportId | null };
    return this.retractions.retract(principal, { id, versions, repeatable }, body);
  }

  @Get('studies/:id/retractions')
  @Answers(listOf(retraction))
  @ApiOperation({ summary: 'What was withdrawn of a study, by whom and why, oldest first' })
  ofStudy(@CurrentPrincipal() principal: Principal, @IdParam('id') id: StudyId) {
    return this.retractions.ofStudy(principal, id);
  }
}
