import type { GroupKey } from './group-keys.js';
import { median, percentile } from './percentile.js';
import { type Interval, wilsonInterval } from './wilson-interval.js';

export type RowKey = Partial<Record<GroupKey, string | null>>;

/** A read completed in the period. */
export interface CompletedRead {
  /** From the start of its clock to its result, pauses left out. */
  minutes: number;
  /** `null` where no target was agreed: counts for the times, not for the share. */
  withinTarget: boolean | null;
}

export interface TurnaroundRow {
  key: RowKey;
  /** Reads completed in the period. */
  n: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
  /** Share 0..1 of the completed reads that had a target. */
  withinTarget: number | null;
  interval: Interval | null;
  /** Reads still open past their target: the share above knows nothing of them. */
  openAndLate: number;
}

/** Turnaround of the reads completed in a period; percentiles are nearest rank, the interval is Wilson's at 95 %. */
export function turnaroundRow(key: RowKey, completed: readonly CompletedRead[], openAndLate: number): TurnaroundRow {
  const minutes = completed.map((read) => read.minutes);
  const targeted = completed.filter((read) => read.withinTarget !== null);
  const within = targeted.filter((read) => read.withinTarget === true).length;
  return {
    key,
    n: completed.length,
    medianMinutes: median(minutes),
    p90Minutes: percentile(minutes, 90),
    withinTarget: targeted.length === 0 ? null : within / targeted.length,
    interval: wilsonInterval(within, targeted.length),
    openAndLate,
  };
}
