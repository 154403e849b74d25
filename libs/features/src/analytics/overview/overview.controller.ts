import type { Principal } from '@overread/domain';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, ZodQuery } from '@overread/platform';
import { overview, overviewQuery, ownFigures, type Overview, type OwnFigures } from '@overread/wire';
import type { z } from 'zod';
import { OverviewService } from './overview.service.js';
import { OwnFiguresService } from './own-figures.service.js';

@ApiTags('analytics')
@Controller('analytics')
export class OverviewController {
  constructor(
    private readonly overview: OverviewService,
    private readonly own: OwnFiguresService,
  ) {}

  @Get('overview')
  @Header('Cache-Control', 'no-store')
  @Answers(overview)
  @ApiOperation({
    summary: 'How things stand: now, since `from`, and the worst first',
    description:
      'Over what the asker may see: the network, a group’s reads, a health system’s studies. Open reads are those of ' +
      '`GET /queues`; turnaround, compliance and concordance are those of the reports of the same name.',
  })
  now(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(overviewQuery) query: z.infer<typeof overviewQuery>,
  ): Promise<Overview> {
    return this.overview.of(principal, query.from);
  }

  @Get('own')
  @Header('Cache-Control', 'no-store')
  @Answers(ownFigures)
  @ApiOperation({ summary: 'A reader’s own figures since `from`; of their concordance what was graded' })
  mine(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(overviewQuery) query: z.infer<typeof overviewQuery>,
  ): Promise<OwnFigures> {
    return this.own.of(principal, query.from);
  }
}
