import type { ReaderId, ReadingGroupId } from '../../core/ids.js';

/** What a reader has read and how long they were signed on, both counting less the longer ago it was. Minutes. */
export interface ReaderLoad {
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  /** Expected minutes of what they completed. */
  readMinutes: number;
  signedOnMinutes: number;
}

/** How fast what was is forgotten, and how far back is looked at all. Hours. */
export const BALANCE_HALF_LIFE_HOURS = 24;
export const BALANCE_WINDOW_HOURS = 72;

/**
 * Expected minutes each reader is ahead of their fellows of the group for the time they were signed on; negative when behind.
 * A deficit outlives the session it was made in. Who was hardly signed on has hardly a surplus or a deficit; over a group
 * all of them sum to nothing.
 */
export function surplusByReader(loads: readonly ReaderLoad[]): Map<ReaderId, number> {
  const surplus = new Map<ReaderId, number>();
  for (const fellows of Map.groupBy(loads, (load) => load.readingGroupId).values()) {
    const signedOn = sumOf(fellows, (load) => load.signedOnMinutes);
    const rate = signedOn > 0 ? sumOf(fellows, (load) => load.readMinutes) / signedOn : 0;
    for (const { readerId, readMinutes, signedOnMinutes } of fellows) {
      // Who reads for several groups is judged by what they did for all of them.
      surplus.set(readerId, (surplus.get(readerId) ?? 0) + readMinutes - rate * signedOnMinutes);
    }
  }
  return surplus;
}

const sumOf = <T>(list: readonly T[], of: (each: T) => number): number => list.reduce((sum, each) => sum + of(each), 0);
