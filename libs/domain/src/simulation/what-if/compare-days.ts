import type { ReaderId, ReadId, StudyId } from '../../core/ids.js';
import type { DayOutcome } from './simulate-day.js';

/** A read that another reader has in the other day. */
export interface ChangedHands {
  readId: ReadId;
  studyId: StudyId;
  from: ReaderId | null;
  to: ReaderId | null;
}

/** Two outcomes of the same reads side by side; differences are the second's minus the first's. */
export interface DayComparison {
  before: DayOutcome;
  after: DayOutcome;
  breaches: number;
  weightedBreachesPerThousand: number;
  cost: number;
  changedHands: ChangedHands[];
  /** On time in the second alone, and in the first alone. */
  saved: ReadId[];
  lost: ReadId[];
}

/** Sets what happened, or one simulated day, beside another. Reads that only one of them has are left out of the lists. */
export function compareDays(before: DayOutcome, after: DayOutcome): DayComparison {
  const beforeOf = new Map(before.reads.map((read) => [read.readId, read]));
  const pairs = after.reads.flatMap((read) => {
    const earlier = beforeOf.get(read.readId);
    return earlier ? [{ earlier, read }] : [];
  });
  return {
    before,
    after,
    breaches: after.breaches - before.breaches,
    weightedBreachesPerThousand: after.weightedBreachesPerThousand - before.weightedBreachesPerThousand,
    cost: after.cost - before.cost,
    changedHands: pairs
      .filter(({ earlier, read }) => earlier.readerId !== read.readerId)
      .map(({ earlier, read }) => ({
        readId: read.readId,
        studyId: read.studyId,
        from: earlier.readerId,
        to: read.readerId,
      })),
    saved: pairs.filter(({ earlier, read }) => earlier.breached && !read.breached).map(({ read }) => read.readId),
    lost: pairs.filter(({ earlier, read }) => !earlier.breached && read.breached).map(({ read }) => read.readId),
  };
}
