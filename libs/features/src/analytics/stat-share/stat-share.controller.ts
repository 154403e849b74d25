import type { Principal } from '@overread/domain';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, ZodQuery } from '@overread/platform';
import { statShareQuery } from '@overread/wire';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { REPORT_TYPES, reportAnswer } from '../report-answer.js';
import { reportPeriodOf } from '../report-scope.js';
import { StatShareService } from './stat-share.service.js';

const parameters = statShareQuery.extend({ format: z.enum(['json', 'csv']).optional() });

@ApiTags('analytics')
@Controller('analytics/stat-share')
export class StatShareController {
  constructor(private readonly shares: StatShareService) {}

  @Get()
  @ApiProduces(...REPORT_TYPES)
  @ApiOperation({
    summary:
      'Each site’s share of STAT among the studies received from `from` up to `to`, and what it costs the others',
    description:
      '`delayMinutes` estimates how much longer urgent and routine reads of the whole network waited because the site’s STAT ' +
      'reads went first: expected minutes of them times reads waiting per reader signed on. `othersUrgentMinutes` and ' +
      '`othersRoutineMinutes` are what of it other sites waited, `excessDelayMinutes` the part above the network’s share. ' +
      '`requestedShare` is of what was asked for, beside that of the period of the same length before; `lowered` counts what a ' +
      'policy handles as less. A group manager is told of the reads their groups hold or are offered. A hospital is told of its own sites, and compared with the network only where at ' +
      'least three health systems make it up.',
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(parameters) query: z.infer<typeof parameters>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const report = await this.shares.report(principal, reportPeriodOf(query));
    return reportAnswer(request, response, query, report);
  }
}
