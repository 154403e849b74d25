import type { CoverageWarningId, Principal } from '@overread/domain';
import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody, ZodQuery, type Page } from '@overread/platform';
import {
  acknowledgeWarningBody,
  coverageWarning,
  coverageWarningsQuery,
  listOf,
  type CoverageWarning,
} from '@overread/wire';
import type { z } from 'zod';
import { CoverageWarnings } from './coverage-warnings.service.js';

/** Thin hours and credentials that end, told ahead of time. */
@ApiTags('coverage')
@Controller('coverage/warnings')
export class CoverageWarningsController {
  constructor(private readonly warnings: CoverageWarnings) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Answers(listOf(coverageWarning))
  @ApiOperation({
    summary:
      'Hours with nobody or one alone in the next 72, and credentials that end within 30 days; the latest told first',
    description:
      'Looked for every ten minutes over the whole network; each is told once (`coverage.warned`, `credential.expiring`), ' +
      'again when it gets worse, and when it is over (`coverage.recovered`, `coverage.lapsed`). A group’s manager sees those ' +
      'of health systems that deal with the group, and of its readers’ credentials.',
  })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(coverageWarningsQuery) query: z.infer<typeof coverageWarningsQuery>,
  ): Promise<Page<CoverageWarning>> {
    return this.warnings.list(principal, query);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Answers(coverageWarning)
  @ApiOperation({
    summary: 'Say by name that a warning has been seen; the first who does stands, one that gets worse asks again',
    description: '409 `coverage/warning-over` once it has ended.',
  })
  acknowledge(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: CoverageWarningId,
    @ZodBody(acknowledgeWarningBody) { note }: z.infer<typeof acknowledgeWarningBody>,
  ): Promise<CoverageWarning> {
    return this.warnings.acknowledge(principal, id, note ?? null);
  }
}
