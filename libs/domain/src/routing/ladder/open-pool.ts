import type { ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Tier } from '../../network/network.js';
import type { Pool, Read } from '../../studies/read.js';

/** A reader as pools see one: for which group, and in which tier towards the study's facility, they read now. */
export interface PoolMember {
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  tier: Tier;
  /** Signed on outside every rostered shift of their own. */
  offRoster?: boolean;
}

/** Whether a pool admits a reader. An empty list of tiers or groups admits all of them. */
export function inPool(pool: Pool, member: PoolMember): boolean {
  return (
    (pool.tiers.length === 0 || pool.tiers.includes(member.tier)) &&
    (pool.readingGroupIds.length === 0 || pool.readingGroupIds.includes(member.readingGroupId)) &&
    (pool.readerId === null || pool.readerId === member.readerId) &&
    (pool.offRoster !== true || member.offRoster === true)
  );
}

/** Whether any open step of the read's ladder admits the reader. */
export const inOpenPool = (read: Pick<Read, 'ladder'>, member: PoolMember): boolean =>
  read.ladder.some((step) => step.openedAt !== null && inPool(step.pool, member));

/**
 * The open overflow list that alone admits the reader; null for one of their own list, and for one they do not see. Of
 * several lists the most generous counts.
 */
export function overflowFor(read: Pick<Read, 'ladder'>, member: PoolMember): NonNullable<Pool['overflow']> | null {
  const admitting = read.ladder.filter((step) => step.openedAt !== null && inPool(step.pool, member));
  const lists = admitting.map(({ pool }) => pool.overflow);
  if (lists.some((list) => list === undefined)) return null;
  const known = lists.filter((list) => list !== undefined);
  if (known.length === 0) return null;
  return { below: Math.max(...known.map(({ below }) => below)), shows: Math.max(...known.map(({ shows }) => shows)) };
}

/**
 * A reader's list in its order, with as much of overflow as they may see: nothing while their own list is long enough,
 * else the next few.
 */
export function withOverflow<Item>(
  ranked: readonly Item[],
  listOf: (item: Item) => NonNullable<Pool['overflow']> | null,
): Item[] {
  const own = ranked.filter((item) => listOf(item) === null).length;
  let shown = 0;
  return ranked.filter((item) => {
    const list = listOf(item);
    if (list === null) return true;
    if (own >= list.below || shown >= list.shows) return false;
    shown += 1;
    return true;
  });
}

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
