import { asId } from '../../core/ids.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Planning } from '../../routing/plan-reads.js';
import { planReads } from '../../routing/plan-reads.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';

/** A past study as it would have been planned: its reads, named after those it had where both plans agree. */
export interface PlannedAgain {
  study: Study;
  reads: Read[];
}

/**
 * The reads a past study would have got. Where the new plan has a read of the same place, purpose and result as the one that
 * was, it keeps that one's id, so that the two can be compared. `planning` tells of the study as it arrived.
 */
export function planAgain(planning: Planning, had: readonly Read[], at: Instant): PlannedAgain {
  let made = 0;
  const fresh = (): ReadId => asId(`${planning.study.id}/${made++}`);
  const { study, reads } = planReads(planning, at, fresh);
  return { study, reads: reads.map((read) => ({ ...read, id: sameRead(read, had)?.id ?? read.id })) };
}

const sameRead = (read: Read, had: readonly Read[]): Read | undefined =>
  had.find(
    ({ ordinal, purpose, issues }) => ordinal === read.ordinal && purpose === read.purpose && issues === read.issues,
  );
