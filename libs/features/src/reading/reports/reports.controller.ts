import type { Principal, ReportId, StudyId } from '@overread/domain';
import { Controller, Get, NotAcceptableException, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, validated } from '@overread/platform';
import { listOf, report } from '@overread/wire';
import type { Request } from 'express';
import { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { ReportPrinter } from './report-printer.js';
import { type AskedReports, type ReportFormat, ReportsService } from './reports.service.js';

const formatQuery = z.object({ format: z.enum(['json', 'text', 'pdf']).optional() });
const TYPES: Readonly<Record<string, ReportFormat>> = {
  'application/json': 'json',
  'text/plain': 'text',
  'application/pdf': 'pdf',
};

/** Reports for people and for systems: JSON, plain text or pages. */
@ApiTags('reports')
@Controller('studies/:id/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly printer: ReportPrinter,
  ) {}

  @Get()
  @Answers(listOf(report))
  @ApiProduces(...Object.keys(TYPES))
  @ApiQuery({ name: 'format', enum: ['json', 'text', 'pdf'], required: false })
  @ApiOperation({ summary: 'Every report of a study, oldest first; ?format= or Accept says as what' })
  async all(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') studyId: StudyId,
    @Exchange() exchange: HttpExchange,
  ): Promise<unknown> {
    const asked = { studyId, format: formatOf(exchange.request) };
    if (asked.format !== 'json') return this.printed(principal, asked, exchange);
    return { items: await this.reports.wire(principal, asked), next: null };
  }

  @Get(':reportId')
  @Answers(report)
  @ApiProduces(...Object.keys(TYPES))
  @ApiQuery({ name: 'format', enum: ['json', 'text', 'pdf'], required: false })
  @ApiOperation({ summary: 'One report of a study; ?format= or Accept says as what' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') studyId: StudyId,
    @IdParam('reportId') reportId: ReportId,
    @Exchange() exchange: HttpExchange,
  ): Promise<unknown> {
    const asked = { studyId, reportId, format: formatOf(exchange.request) };
    if (asked.format !== 'json') return this.printed(principal, asked, exchange);
    return (await this.reports.wire(principal, asked))[0];
  }

  private async printed(principal: Principal, asked: AskedReports, { response }: HttpExchange): Promise<unknown> {
    // Nobody's cache keeps a patient's report.
    response.setHeader('Cache-Control', 'no-store');
    if (asked.format === 'text') {
      const text = await this.reports.text(principal, asked);
      response.type('text/plain; charset=utf-8');
      return text;
    }
    const pdf = await this.printer.print(await this.reports.sheets(principal, asked));
    const disposition = `inline; filename="report-${asked.reportId ?? asked.studyId}.pdf"`;
    return new StreamableFile(pdf, { type: 'application/pdf', disposition, length: pdf.length });
  }
}

/** `?format=` before Accept: a link cannot set headers. */
function formatOf(request: Request): ReportFormat {
  const { format } = validated(formatQuery, request.query, 'query');
  return format ?? accepted(request);
}

function accepted(request: Request): ReportFormat {
  const type = request.accepts(Object.keys(TYPES));
  const format = type === false ? undefined : TYPES[type];
  if (format === undefined) throw new NotAcceptableException('A report is JSON, plain text or PDF');
  return format;
}
