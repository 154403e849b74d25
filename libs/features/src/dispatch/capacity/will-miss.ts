import type { FutureRead } from '@overread/domain';
import type { ComingRead } from './future-pool.js';

/** Misses a deadline that has not passed yet: what has is missed already. */
export const willMiss = ({ future }: ComingRead, outcome: FutureRead | undefined): boolean =>
  outcome?.misses === true && (future.dueInMinutes ?? 0) > 0;

/** What changes between two plays of the same reads: misses fewer, and reads that miss only in the second. */
export function compareMisses(
  coming: readonly ComingRead[],
  before: readonly FutureRead[],
  after: readonly FutureRead[],
): { saves: number; harms: number } {
  let [saved, harms] = [0, 0];
  for (const [index, each] of coming.entries()) {
    const [misses, missesThen] = [willMiss(each, before[index]), willMiss(each, after[index])];
    if (misses && !missesThen) saved += 1;
    if (!misses && missesThen) harms += 1;
  }
  return { saves: saved - harms, harms };
}
