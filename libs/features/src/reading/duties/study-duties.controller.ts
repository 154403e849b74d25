import type { Principal, ReportId, StudyId } from '@overread/domain';
import { Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody, type Page } from '@overread/platform';
import { duty, listOf, newDiscrepancy, type Duty } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { DutiesService } from './duties.service.js';
import { DutyView } from './duty-view.js';

/** What must be, or was, told of one study. */
@ApiTags('studies')
@Controller('studies/:id')
export class StudyDutiesController {
  constructor(
    private readonly view: DutyView,
    private readonly duties: DutiesService,
  ) {}

  @Get('duties')
  @Answers(listOf(duty))
  @ApiOperation({ summary: 'Everything that somebody must be, or was, told of a study, oldest first' })
  all(@CurrentPrincipal() principal: Principal, @IdParam('id') id: StudyId): Promise<Page<Duty>> {
    return this.view.ofStudy(principal, id);
  }

  @Get('discrepancies')
  @Answers(listOf(duty))
  @ApiOperation({ summary: 'The discrepancies of a study, oldest first' })
  discrepancies(@CurrentPrincipal() principal: Principal, @IdParam('id') id: StudyId): Promise<Page<Duty>> {
    return this.view.ofStudy(principal, id, 'discrepancy');
  }

  @Post('discrepancies')
  @Answers(duty, 201)
  @ApiOperation({ summary: 'Report back that a report does not fit; those who read must acknowledge it' })
  report(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') studyId: StudyId,
    @ZodBody(newDiscrepancy) { note, reportId }: z.infer<typeof newDiscrepancy>,
    @Exchange() { repeatable }: HttpExchange,
  ): Promise<Duty> {
    const told = { note, reportId: (reportId ?? null) as ReportId | null };
    return this.duties.reportBack(principal, { studyId, repeatable }, told);
  }
}
