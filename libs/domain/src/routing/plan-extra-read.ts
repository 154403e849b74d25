import type { ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { LadderStep, Read } from '../studies/read.js';
import { studyEvent } from '../studies/study-event.js';
import type { DomainEvent, JsonObject } from '../core/event.js';
import { concreteLadder } from './ladder/concrete-ladder.js';
import { openLadder } from './ladder/open-ladder.js';
import { newRead, type Planning, queuedFacts, readDueAt, uncovered } from './plan-reads.js';
import type { PlannedRead } from './policy.js';
import { lastResortPlan } from './standard-plans.js';

/** A read that joins a study whose plan is already under way. */
export interface ExtraRead {
  id: ReadId;
  planned: PlannedRead;
  /** The study's reads so far. */
  reads: readonly Read[];
  /** Steps before those of the plan, such as one person alone. */
  first?: readonly Pick<LadderStep, 'pool' | 'opens'>[];
  /** Due at this instant; absent is what service level or plan say, from now. */
  dueAt?: Instant;
  /** Why it joins, told with `read.queued`. */
  facts: JsonObject;
}

/** The plan's primary read of these issues, or its last one to issue them: the plan in force may know none. */
export function plannedPrimary({ decision }: Planning, issues: PlannedRead['issues']): PlannedRead {
  const plan = [...decision.reads, ...lastResortPlan().reads].filter(({ purpose }) => purpose === 'primary');
  const planned = plan.find((each) => each.issues === issues) ?? plan.at(-1);
  if (planned === undefined) throw new Error('the last resort plan has a primary read');
  return { ...planned, issues };
}

/**
 * One more read of a study, behind all others: queued now, due from now on, its first steps open. A read nobody is
 * contracted for is kept and raised as `read.uncovered`.
 */
export function planExtraRead(
  planning: Planning,
  extra: ExtraRead,
  now: Instant,
): { read: Read; events: DomainEvent[]; lines: string[] } {
  const { planned, reads, first = [] } = extra;
  const { study } = planning;
  const concrete = concreteLadder(planned, planning.groups);
  const steps = concrete.ladder.length === 0 ? [] : [...first, ...concrete.ladder];
  const ladder = steps.map(({ pool, opens }, step) => ({ step, pool, opens, openedAt: null }));
  const ordinal = Math.max(-1, ...reads.map((read) => read.ordinal)) + 1;
  const dueAt = extra.dueAt ?? readDueAt(planning, planned, now);
  const waiting: Read = { ...newRead(planning, { planned, ordinal }, now), id: extra.id, ladder, dueAt };
  const opened = openLadder(waiting, { study, signedOnEligible: [], siblings: reads }, now).next?.read;
  const read = opened === undefined ? waiting : { ...opened, version: waiting.version };
  const queued = studyEvent('read.queued', study, [], { ...queuedFacts(read), ...extra.facts }, read);
  return { read, events: [queued, ...uncovered(study, [read])], lines: concrete.lines };
}
