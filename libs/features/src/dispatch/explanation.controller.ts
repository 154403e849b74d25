import { asId, demand, DomainError, type Principal, type ReaderId, type StudyId } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, IdParam, scopeOf, ZodQuery } from '@overread/platform';
import { type Explanation, explanation as explanationSchema, explanationQuery } from '@overread/wire';
import type { z } from 'zod';
import { RoutingService } from '../routing/index.js';
import { studyResource } from '../sla/index.js';
import { loadBundles } from '../studies/index.js';
import { ReadExplainer } from './explaining/read-explainer.js';

@ApiTags('studies')
@Controller('studies/:id/explanation')
export class ExplanationController {
  constructor(
    private readonly database: Database,
    private readonly routing: RoutingService,
    private readonly explainer: ReadExplainer,
  ) {}

  @Get()
  @Answers(explanationSchema)
  @ApiOperation({
    summary: 'Why the study is where it is: plan, ladder, who may read it, who may not and why, decisions',
  })
  async explain(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodQuery(explanationQuery) { reader }: z.infer<typeof explanationQuery>,
  ): Promise<Explanation> {
    await this.database.transaction(scopeOf(principal), async (tx) => {
      const [bundle] = await loadBundles(tx, [id]);
      if (!bundle) throw new DomainError('not-found', 'study/not-found', 'no such study');
      demand(principal, 'view-explanation', studyResource(bundle.study, bundle.reads));
    });
    return this.database.transaction({ kind: 'system' }, async (tx) => {
      const [bundle] = await loadBundles(tx, [id]);
      if (!bundle) throw new DomainError('not-found', 'study/not-found', 'no such study');
      const decision = await this.routing.latest(tx, id);
      const asked = { principal, readerId: reader ? asId<ReaderId>(reader) : undefined, now: await tx.now() };
      const reads = [];
      for (const read of bundle.reads) reads.push(await this.explainer.explain(tx, bundle, read, asked));
      const explanation = (decision?.explanation ?? {}) as { lines?: string[]; policyVersion?: number };
      return {
        studyId: id,
        policy:
          decision?.policyId && explanation.policyVersion
            ? { id: decision.policyId, version: explanation.policyVersion, rule: decision.ruleId, plan: decision.plan }
            : null,
        lines: explanation.lines ?? [],
        reads,
      };
    });
  }
}
