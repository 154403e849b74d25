import type { Principal } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, scopeOf, ZodQuery, type Page } from '@overread/platform';
import { breakGlassRow, breakGlassFiguresQuery, listOf, type BreakGlassRow } from '@overread/wire';
import type { z } from 'zod';
import { demandReport, reportPeriodOf } from '../report-scope.js';
import { breakGlassRows } from './break-glass.queries.js';

/** What is counted apart: no turnaround and no compliance has it. */
@ApiTags('analytics')
@Controller('analytics')
export class EmergencyFiguresController {
  constructor(private readonly database: Database) {}

  @Get('break-glass')
  @Answers(listOf(breakGlassRow))
  @ApiOperation({
    summary:
      'Break-glass acts asked for from `from` up to `to`, by facility: granted, read, read again, reviewed, and by rule',
  })
  async breakGlass(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(breakGlassFiguresQuery) query: z.infer<typeof breakGlassFiguresQuery>,
  ): Promise<Page<BreakGlassRow>> {
    demandReport(principal);
    const period = reportPeriodOf(query);
    const items = await this.database.transaction(scopeOf(principal), (tx) => breakGlassRows(tx, principal, period));
    return { items, next: null };
  }
}
