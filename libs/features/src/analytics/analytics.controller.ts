import type { Principal } from '@overread/domain';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, ZodQuery } from '@overread/platform';
import { concordanceQuery, slaQuery, turnaroundQuery } from '@overread/wire';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AnalyticsService } from './analytics.service.js';
import { ConcordanceService } from './concordance.service.js';
import { REPORT_TYPES, reportAnswer } from './report-answer.js';
import { reportPeriodOf } from './report-scope.js';

/** A link cannot set headers: `?format=csv` says it as well as Accept. */
const format = { format: z.enum(['json', 'csv']).optional() };
const turnaroundParameters = turnaroundQuery.extend(format);
const slaParameters = slaQuery.extend(format);
const concordanceParameters = concordanceQuery.extend(format);

@ApiTags('analytics')
@Controller('analytics')
export class AnalyticsController {
  constructor(
    private readonly analytics: AnalyticsService,
    private readonly agreement: ConcordanceService,
  ) {}

  @Get('turnaround')
  @ApiProduces(...REPORT_TYPES)
  @ApiOperation({
    summary: 'Turnaround of the reads completed from `from` up to `to`; percentiles are nearest rank',
    description:
      'Minutes run from the start of a read’s clock (its case was complete) to its result. `withinTarget` is the share ' +
      'of the completed reads that had a target, with the Wilson 95 % interval; `openAndLate` counts the reads still ' +
      'open past their target at the end of the period, which the share knows nothing of.',
  })
  async turnaround(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(turnaroundParameters) query: z.infer<typeof turnaroundParameters>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const report = await this.analytics.turnaround(principal, reportPeriodOf(query), query.by);
    return reportAnswer(request, response, query, report);
  }

  @Get('sla')
  @ApiProduces(...REPORT_TYPES)
  @ApiOperation({
    summary: 'Compliance of the clocks due from `from` up to `to`, by service level',
    description:
      'A clock still open past its target is late, or compliance would be inflated; one that may still be met is not ' +
      'counted yet. `withinTarget` is exact (a census); `interval` is the Wilson 95 % interval.',
  })
  async sla(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(slaParameters) query: z.infer<typeof slaParameters>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const report = await this.analytics.sla(principal, reportPeriodOf(query), query.contract);
    return reportAnswer(request, response, query, report);
  }

  @Get('concordance')
  @ApiProduces(...REPORT_TYPES)
  @ApiOperation({
    summary:
      'Concordance of first and second reads compared from `from` up to `to`, by key, blinding mode and sampling',
    description:
      'Keys are those of the first read, whose work is measured. Agreement, kappa and AC1 are of the coded conclusions of ' +
      'blind pairs; `gradeOneShare` is the share of RADPEER 1 among the graded pairs. Modes are never pooled, and what was ' +
      'picked for a reason is a row of its own. What is undefined is null; fewer pairs than `minimumN` are marked, and a ' +
      'health system is told no figure of fewer than ten.',
  })
  async concordance(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(concordanceParameters) query: z.infer<typeof concordanceParameters>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const { by, minimumN, mode } = query;
    const asked = { principal, period: reportPeriodOf(query), by, minimumN, ...(mode === undefined ? {} : { mode }) };
    return reportAnswer(request, response, query, await this.agreement.report(asked));
  }
}
