import { type Interval, wilsonInterval } from '../../analytics/wilson-interval.js';
import { sum } from '../agreement/cross-table.js';

/** A read of the sample: whether what is counted holds for it, and the chance it had of being sampled. */
export interface SampledRead {
  holds: boolean;
  probability: number;
}

export interface WeighedShare {
  /** Reads of the sample. */
  n: number;
  /** As many reads, all equally likely to be drawn, would tell as much: (sum w)^2 / sum w^2 (Kish). */
  effectiveN: number;
  /** Share 0..1 among all reads that the sample stands for (Hajek). */
  share: number;
  /** Wilson at 95 %, on the effective n: on n itself it would be too narrow. */
  interval: Interval | null;
}

/** Inverse-probability weight: how many reads one that was drawn with this chance stands for. */
export function samplingWeight(probability: number): number {
  if (!(probability > 0 && probability <= 1)) throw new RangeError(`${probability} is no chance of being sampled`);
  return 1 / probability;
}

/**
 * Share among all reads, from a sample whose reads were not equally likely to be drawn; `null` for an empty one.
 *
 * @throws RangeError for a chance outside (0, 1]: a read chosen for a reason stands for none but itself
 */
export function weighedShare(reads: readonly SampledRead[]): WeighedShare | null {
  if (reads.length === 0) return null;
  const weights = reads.map((read) => samplingWeight(read.probability));
  const total = sum(weights);
  const effectiveN = total ** 2 / sum(weights.map((weight) => weight ** 2));
  const holding = sum(reads.map((read, index) => (read.holds ? (weights[index] ?? 0) : 0)));
  const share = holding / total;
  return { n: reads.length, effectiveN, share, interval: wilsonInterval(share * effectiveN, effectiveN) };
}
