import type { Instant, LadderStep, Principal, Read, ReaderId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import type { Explanation } from '@overread/wire';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import type { StudyBundle } from '../../studies/index.js';
import { decisionsOf, decisionToWire } from './decision-rows.js';
import { onTimeOf } from './on-time-of.js';
import { WhyNotService } from './why-not.service.js';

interface Asked {
  principal: Principal;
  readerId: ReaderId | undefined;
  now: Instant;
}

/** Why one read is where it is, as far as the asker may know. */
@Injectable()
export class ReadExplainer {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly whyNot: WhyNotService,
  ) {}

  async explain(tx: Tx, bundle: StudyBundle, read: Read, asked: Asked): Promise<Explanation['reads'][number]> {
    const { study, reads } = bundle;
    const { principal, readerId, now } = asked;
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    const who = await this.eligibility.explain(tx, facts, 'offer', now);
    const decisions = await decisionsOf(tx, read);
    const audience = {
      nameOf: (id: ReaderId) => (this.mayName(principal, id) ? this.nameOf(id) : null),
      seesOthers: principal.role === 'administrator' || principal.role === 'auditor',
    };
    const shown = <T extends { readerId: ReaderId }>(list: T[]) =>
      list
        .filter((each) => this.mayName(principal, each.readerId) && (!readerId || each.readerId === readerId))
        .map((each) => ({ ...each, name: this.nameOf(each.readerId) }));
    const named = readerId !== undefined && this.mayName(principal, readerId);
    const onTime = await onTimeOf(tx, { read, decisions, facility: facts.facility.name, who }, now);
    return {
      readId: read.id,
      ladder: read.ladder.map(stepToWire),
      eligible: shown(who.eligible),
      ineligible: shown(who.ineligible),
      failedByRule: who.failedByRule as Record<string, number>,
      soleBlockers: who.soleBlockers as Record<string, number>,
      decisions: decisions.map((each) => decisionToWire(each, read.id, audience)),
      whyNot: named ? await this.whyNot.ofRead(tx, { bundle, read, decisions }, readerId) : null,
      onTime,
    };
  }

  /** Other groups' staff is their own business: a manager is told of their own readers, a reader of themselves. */
  private mayName(principal: Principal, readerId: ReaderId): boolean {
    if (principal.role === 'reader') return principal.readerId === readerId;
    if (principal.role !== 'group-manager') return true;
    const reader = this.directory.snapshot().readers.get(readerId);
    return reader?.reader.readingGroupIds.some((group) => principal.organizationIds.includes(group)) ?? false;
  }

  private nameOf(readerId: ReaderId): string {
    return this.directory.snapshot().readers.get(readerId)?.reader.name ?? '';
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
