import type { ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Tier } from '../../network/network.js';
import type { Instant } from '../../core/instant.js';
import type { LadderStep, OverflowAnswer, Pool, Read } from '../../studies/read.js';

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

/** Whether a step's pool admits the reader, whose group has not declined it; open or not. */
export const inStep = (step: Pick<LadderStep, 'pool' | 'answers'>, member: PoolMember): boolean =>
  inPool(step.pool, member) && answerOf(step, member.readingGroupId)?.answer !== 'declined';

const admits = (step: LadderStep, member: PoolMember): boolean => step.openedAt !== null && inStep(step, member);

/** A step's pool without the groups that have declined it; null when they all have. */
export function poolLeft({ pool, answers = [] }: Pick<LadderStep, 'pool' | 'answers'>): Pool | null {
  const declined = answers.filter(({ answer }) => answer === 'declined').map(({ readingGroupId }) => readingGroupId);
  if (declined.length === 0) return pool;
  const readingGroupIds = pool.readingGroupIds.filter((id) => !declined.includes(id));
  return readingGroupIds.length === 0 ? null : { ...pool, readingGroupIds };
}

/** What a group has said to a step's overflow list; null while it has said nothing. */
export const answerOf = ({ answers }: Pick<LadderStep, 'answers'>, group: ReadingGroupId): OverflowAnswer | null =>
  answers?.find(({ readingGroupId }) => readingGroupId === group) ?? null;

/** Whether a group has accepted a step's overflow list, and still does. */
export function isAccepted(step: Pick<LadderStep, 'answers'>, group: ReadingGroupId, now: Instant): boolean {
  const said = answerOf(step, group);
  return said?.answer === 'accepted' && said.until !== null && now < new Date(said.until);
}

/** Whether any open step of the read's ladder admits the reader. */
export const inOpenPool = (read: Pick<Read, 'ladder'>, member: PoolMember): boolean =>
  read.ladder.some((step) => admits(step, member));

/**
 * The open overflow list that alone admits the reader; null for one of their own list, for one their group has accepted, and
 * for one they do not see. Of several lists the most generous counts.
 */
export function overflowFor(
  read: Pick<Read, 'ladder'>,
  member: PoolMember,
  now: Instant,
): NonNullable<Pool['overflow']> | null {
  const admitting = read.ladder.filter((step) => admits(step, member));
  const lists = admitting.map((step) =>
    isAccepted(step, member.readingGroupId, now) ? undefined : step.pool.overflow,
  );
  if (lists.some((list) => list === undefined)) return null;
  const known = lists.filter((list) => list !== undefined);
  if (known.length === 0) return null;
  return { below: Math.max(...known.map(({ below }) => below)), shows: Math.max(...known.map(({ shows }) => shows)) };
}

/** Whether an overflow list is open to a reader whose own list is so long. */
export const overflowOpens = ({ below }: NonNullable<Pool['overflow']>, own: number): boolean => own < below;

/**
 * A reader's list in its order, with as much of overflow as they may see: nothing while their own list is long enough,
 * else the next few. What waits for no list (`always`) is seen whatever list it is of.
 */
export function withOverflow<Item>(
  ranked: readonly Item[],
  listOf: (item: Item) => NonNullable<Pool['overflow']> | null,
  always: (item: Item) => boolean = () => false,
): Item[] {
  const own = ranked.filter((item) => listOf(item) === null).length;
  let shown = 0;
  return ranked.filter((item) => {
    const list = listOf(item);
    if (list === null || always(item)) return true;
    if (!overflowOpens(list, own) || shown >= list.shows) return false;
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
