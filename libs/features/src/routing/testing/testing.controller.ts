import { demand, type Principal, type RoutingDecision } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IfMatch, scopeOf, ZodBody } from '@overread/platform';
import { listOf, policyTest, policyTestResult, policyTestRun, type PolicyTest } from '@overread/wire';
import { VersionInPath, type VersionKey } from '../version-in-path.js';
import { TestingService, type TriedItem } from './testing.service.js';

@ApiTags('policies')
@ApiParam({ name: 'id', format: 'uuid' })
@ApiParam({ name: 'number', schema: { type: 'integer' } })
@Controller('policies/:id/versions/:number')
export class TestingController {
  constructor(private readonly testing: TestingService) {}

  @Post('test')
  @HttpCode(200)
  @Answers(policyTestResult)
  @ApiOperation({
    summary:
      'Try the version on a known study, on samples or on past studies, without touching them; a draft is tested by it',
  })
  async test(
    @CurrentPrincipal() principal: Principal,
    @VersionInPath() version: VersionKey,
    @ZodBody(policyTest) body: PolicyTest,
    @IfMatch() accepted: number[] | null,
  ) {
    demand(principal, 'manage-policies');
    const { run, items, found } = await this.testing.test(principal, { ...version, accepted }, body);
    const result = {
      ...run,
      found,
      truncated: found > body.limit,
      items: items.map((item) => itemOf(item, run.kind === 'period')),
    };
    // Of one known study the decision itself is the answer, with the rest beside it.
    return run.kind === 'study' ? { ...result, ...items[0]?.after } : result;
  }

  @Get('tests')
  @Answers(listOf(policyTestRun))
  @ApiOperation({ summary: 'When the version was tried, by whom, and what came of it; the latest first' })
  async tests(@CurrentPrincipal() principal: Principal, @VersionInPath() { id, number }: VersionKey) {
    demand(principal, 'manage-policies');
    return { items: await this.testing.runs(scopeOf(principal), id, number), next: null };
  }
}

/** Of thousands of studies only the changed ones say why. */
const itemOf = ({ studyId, sample, at, changed, differences, before, after }: TriedItem, brief: boolean) => ({
  studyId,
  sample,
  at,
  changed,
  differences,
  before: routedTo(before),
  after: routedTo(after),
  lines: brief && !changed ? [] : after.lines,
});

const routedTo = ({ plan, policyId, ruleId, sets, ruling, reads }: RoutingDecision) => ({
  plan,
  policyId,
  ruleId,
  ...sets,
  ruling: ruling ?? null,
  reads: reads.map(({ purpose, issues }) => ({ purpose, issues })),
});
