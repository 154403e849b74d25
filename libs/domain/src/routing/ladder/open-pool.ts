import type { ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Tier } from '../../network/network.js';
import type { Pool, Read } from '../../studies/read.js';

/** A reader as pools see one: for which group, and in which tier towards the study's facility, they read now. */
export interface PoolMember {
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  tier: Tier;
}

/** Whether a pool admits a reader. An empty list of tiers or groups admits all of them. */
export function inPool(pool: Pool, member: PoolMember): boolean {
  return (
    (pool.tiers.length === 0 || pool.tiers.includes(member.tier)) &&
    (pool.readingGroupIds.length === 0 || pool.readingGroupIds.includes(member.readingGroupId)) &&
    (pool.readerId === null || pool.readerId === member.readerId)
  );
}

/** Whether any open step of the read's ladder admits the reader. */
export const inOpenPool = (read: Pick<Read, 'ladder'>, member: PoolMember): boolean =>
  read.ladder.some((step) => step.openedAt !== null && inPool(step.pool, member));

/**
 * Tier and group a waiting read is shown under: the tier its newest open step begins with, and its group when only one
 * group sees it.
 */
export function waitingPlace(read: Pick<Read, 'ladder'>): Pick<Read, 'tier' | 'readingGroupId'> {
  const open = read.ladder.filter((step) => step.openedAt !== null);
  const groups = new Set(open.flatMap((step) => step.pool.readingGroupIds));
  const [only] = groups;
  return {
    tier: open.at(-1)?.pool.tiers[0] ?? null,
    readingGroupId: groups.size === 1 && only !== undefined ? only : null,
  };
}
