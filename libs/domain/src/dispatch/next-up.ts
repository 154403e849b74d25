import type { ReadId } from '../core/ids.js';
import type { RankedRead } from './rank-for-reader.js';

/** How many reads a reader may choose among. */
export const NEXT_UP_LIMIT = 3;

/** The first few of a reader's order: shown and prefetched, planned anew until one is opened. */
export const nextUp = (ranked: readonly RankedRead[], limit: number = NEXT_UP_LIMIT): RankedRead[] =>
  ranked.slice(0, limit);

/**
 * Whether the reader may take this read now: one of the next few of about equal worth (the same band as the first, so
 * that nobody passes over critical work), or any that is open to them where the group picks freely.
 */
export function mayTake(ranked: readonly RankedRead[], readId: ReadId, picksFreely: boolean): boolean {
  if (picksFreely) return ranked.some((each) => each.readId === readId);
  return nextUp(ranked).some((each) => each.readId === readId && each.band === ranked[0]?.band);
}
