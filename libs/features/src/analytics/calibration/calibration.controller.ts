import type { Principal } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, ZodQuery } from '@overread/platform';
import { calibrationQuery, calibrationRow, listOf, type CalibrationRow } from '@overread/wire';
import type { z } from 'zod';
import { reportPeriodOf } from '../report-scope.js';
import { CalibrationService } from './calibration.service.js';

@ApiTags('analytics')
@Controller('analytics/calibration')
export class CalibrationController {
  constructor(private readonly calibration: CalibrationService) {}

  @Get()
  @Answers(listOf(calibrationRow))
  @ApiOperation({
    summary: 'How chances of breach came out: reliability in ten bins, Brier score and skill',
    description:
      'Of the forecasts settled from `from` up to `to`: each read’s chance is kept once, at a moment its id draws, and judged ' +
      'by what became of it. A forecast whose deadline was moved, or whose read was cancelled, says nothing.',
  })
  async report(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(calibrationQuery) query: z.infer<typeof calibrationQuery>,
  ): Promise<{ items: CalibrationRow[]; next: null }> {
    return { items: await this.calibration.report(principal, reportPeriodOf(query)), next: null };
  }
}
