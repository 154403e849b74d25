import { asId, demand, type Principal, type ReadingGroupId } from '@overread/domain';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, ZodQuery } from '@overread/platform';
import { coverage, coverageQuery, type Coverage } from '@overread/wire';
import type { z } from 'zod';
import { CoverageService } from './coverage.service.js';

/** Who could read what in the coming days. */
@ApiTags('coverage')
@Controller('coverage')
export class CoverageController {
  constructor(private readonly coverage: CoverageService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Answers(coverage)
  @ApiOperation({
    summary: 'Eligible readers by facility, modality, subspecialty and hour; what is thin, what ends, what blocks',
    description:
      'The hard rules asked of whoever is signed on or rostered in the middle of each hour. A group’s manager is told of ' +
      'their own readers, of health systems that deal with the group. Some seconds old; of a large network up to a ' +
      'quarter of an hour. With `facility` or `modalityFamily`, credentials and blockers are those of what is left.',
  })
  look(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(coverageQuery) { readingGroup, ...view }: z.infer<typeof coverageQuery>,
  ): Promise<Coverage> {
    demand(principal, 'view-coverage');
    const own = principal.role === 'group-manager' ? principal.organizationIds[0] : undefined;
    const named = readingGroup?.toLowerCase() ?? own;
    if (named === undefined) return this.coverage.look(null, view);
    const readingGroupId = asId<ReadingGroupId>(named);
    demand(principal, 'view-coverage', { readingGroupIds: [readingGroupId] });
    return this.coverage.look(readingGroupId, view);
  }
}
