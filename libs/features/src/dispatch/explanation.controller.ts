import {
  demand,
  DomainError,
  type Instant,
  type LadderStep,
  type Principal,
  type Read,
  type StudyId,
} from '@overread/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Database, IdParam, scopeOf, type Tx, Answers } from '@overread/platform';
import { type Explanation, explanation as explanationSchema } from '@overread/wire';
import { EligibilityService, readFactsOf } from '../eligibility/index.js';
import { NetworkDirectory } from '../network/index.js';
import { RoutingService } from '../routing/index.js';
import { studyResource } from '../sla/index.js';
import { loadBundles, type StudyBundle } from '../studies/index.js';
import { decisionsOf, decisionToWire } from './explaining/decision-rows.js';

@ApiTags('studies')
@Controller('studies/:id/explanation')
export class ExplanationController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly routing: RoutingService,
  ) {}

  @Get()
  @Answers(explanationSchema)
  @ApiOperation({
    summary: 'Why the study is where it is: plan, ladder, who may read it, who may not and why, decisions',
  })
  async explain(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @Query('reader') readerId?: string,
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
      const now = await tx.now();
      const reads = [];
      for (const read of bundle.reads) reads.push(await this.ofRead(tx, bundle, read, { principal, readerId, now }));
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

  private async ofRead(
    tx: Tx,
    { study, reads }: StudyBundle,
    read: Read,
    asked: { principal: Principal; readerId: string | undefined; now: Instant },
  ): Promise<Explanation['reads'][number]> {
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    const who = await this.eligibility.explain(tx, facts, 'offer', asked.now);
    const decisions = await decisionsOf(tx, read);
    const audience = {
      nameOf: (id: string) => (this.mayName(asked.principal, id) ? this.nameOf(id) : null),
      seesOthers: asked.principal.role === 'administrator' || asked.principal.role === 'auditor',
    };
    const shown = <T extends { readerId: string }>(list: T[]) =>
      list.filter(
        (each) => this.mayName(asked.principal, each.readerId) && (!asked.readerId || each.readerId === asked.readerId),
      );
    return {
      readId: read.id,
      ladder: read.ladder.map(stepToWire),
      eligible: shown(who.eligible).map((each) => ({ ...each, name: this.nameOf(each.readerId) })),
      ineligible: shown(who.ineligible).map((each) => ({ ...each, name: this.nameOf(each.readerId) })),
      failedByRule: who.failedByRule as Record<string, number>,
      soleBlockers: who.soleBlockers as Record<string, number>,
      decisions: decisions.map((each) => decisionToWire(each, read.id, audience)),
    };
  }

  /** Other groups' staff is their own business: a manager is told of their own readers, a reader of themselves. */
  private mayName(principal: Principal, readerId: string): boolean {
    if (principal.role === 'reader') return principal.readerId === readerId;
    if (principal.role !== 'group-manager') return true;
    const reader = this.directory.snapshot().readers.get(readerId as never);
    return reader?.reader.readingGroupIds.some((group) => principal.organizationIds.includes(group)) ?? false;
  }

  private nameOf(readerId: string): string {
    return this.directory.snapshot().readers.get(readerId as never)?.reader.name ?? '';
  }
}

const stepToWire = ({ step, pool, opens, openedAt }: LadderStep) => ({
  step,
  pool,
  opensWhen: whenOf(opens),
  openedAt,
});

/** The conditions of a step in words; whichever comes first opens it. */
function whenOf(opens: LadderStep['opens']): string {
  if (opens.atOnce) return 'at once';
  const parts = [
    ...(opens.afterReadOrdinal === null ? [] : [`when read ${opens.afterReadOrdinal} is completed`]),
    ...(opens.afterMinutes === null ? [] : [`after ${opens.afterMinutes} min`]),
    ...(opens.atShareOfDeadline === null
      ? []
      : [`at ${Math.round(opens.atShareOfDeadline * 100)} % of the time to the deadline`]),
    ...(opens.whenNobodySignedOn ? ['when nobody eligible is signed on before'] : []),
  ];
  return parts.join(', or ');
}
