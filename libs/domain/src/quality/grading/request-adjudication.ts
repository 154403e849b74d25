import type { DomainEvent } from '../../core/event.js';
import type { AdjudicationId, ReadId } from '../../core/ids.js';
import { type Instant, plusMinutes } from '../../core/instant.js';
import { planExtraRead } from '../../routing/plan-extra-read.js';
import type { Planning } from '../../routing/plan-reads.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import type { ReadPair } from '../pairs/read-pair.js';
import { secondOpinion } from '../sampling/sample-second-read.js';
import { DEFAULT_DUE_DAYS } from '../sampling/sampling-policy.js';
import { type Adjudication, escalationAt } from './adjudication.js';
import type { GradingPolicy } from './grading-policy.js';

const MINUTES_OF_A_DAY = 1440;

interface Asking {
  pair: ReadPair;
  policy: GradingPolicy;
  planning: () => Planning;
  newId: { read: () => ReadId; adjudication: () => AdjudicationId };
}

export interface Requested {
  adjudication: Adjudication;
  read: Read;
  events: DomainEvent[];
}

/** A discordant pair goes to a third, independent reader: a read in the queue, with an owner and a clock of its own. */
export function requestAdjudication(
  { reads, study }: { study: Study; reads: readonly Read[] },
  { newId, pair, planning, policy }: Asking,
  now: Instant,
): Requested {
  const dueDays = policy.dueDays ?? DEFAULT_DUE_DAYS;
  const dueAt = plusMinutes(now, dueDays * MINUTES_OF_A_DAY);
  const planned = secondOpinion('adjudication', dueDays);
  const extra = { id: newId.read(), planned, reads, dueAt, facts: {} };
  const { events, read } = planExtraRead({ ...planning(), study }, extra, now);
  const open: Omit<Adjudication, 'nextEscalationAt'> = {
    id: newId.adjudication(),
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    pairId: pair.id,
    readId: read.id,
    ownerGroupId: ownerOf(read, pair),
    requestedAt: now,
    dueAt,
    adjudicatorId: null,
    outcome: null,
    grade: null,
    comment: null,
    decidedAt: null,
    escalations: 0,
    version: 1,
  };
  const adjudication = { ...open, nextEscalationAt: escalationAt(open, 0) };
  const facts = {
    adjudicationId: open.id,
    pairId: pair.id,
    ownerGroupId: open.ownerGroupId,
    dueAt: dueAt.toISOString(),
  };
  return { adjudication, read, events: [...events, studyEvent('adjudication.requested', study, [], facts, read)] };
}

/** Rather one whose readers neither of the two is. */
function ownerOf({ ladder }: Read, { firstGroupId, secondGroupId }: ReadPair): Adjudication['ownerGroupId'] {
  const asked = ladder[0]?.pool.readingGroupIds ?? [];
  return asked.find((group) => group !== firstGroupId && group !== secondGroupId) ?? asked[0] ?? null;
}
