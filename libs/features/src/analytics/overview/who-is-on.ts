import {
  TIERS,
  tierOf,
  type Facility,
  type Instant,
  type Principal,
  type ReadingSession,
  type Tier,
} from '@overread/domain';
import type { Overview } from '@overread/wire';
import type { DirectorySnapshot } from '../../network/index.js';

type Present = NonNullable<Overview['readers']>;

/** The open sessions that somebody may know of: all, or those for their groups; null where readers are not theirs to see. */
export function sessionsSeen(snapshot: DirectorySnapshot, principal: Principal, now: Instant): ReadingSession[] | null {
  const { role, organizationIds } = principal;
  if (role === 'hospital' || role === 'reader') return null;
  return [...snapshot.readers.values()].flatMap(({ session }) => {
    if (session === null || session.endedAt !== null || (session.until !== null && session.until <= now)) return [];
    return role === 'group-manager' && !organizationIds.includes(session.readingGroupId) ? [] : [session];
  });
}

/** How many are signed on, by place, and at which tier they would read the studies of each country that has facilities. */
export function presenceOf(sessions: readonly ReadingSession[], facilities: Iterable<Facility>, now: Instant): Present {
  const here = Map.groupBy(sessions, ({ country, subdivision }) => JSON.stringify([country, subdivision]));
  const places = [...here.values()].flatMap((list) => {
    const [first] = list;
    return first ? [{ country: first.country, subdivision: first.subdivision, signedOn: list.length }] : [];
  });
  const inUse = [...facilities].filter(({ retiredAt }) => retiredAt === null);
  const countries = [...Map.groupBy(inUse, ({ country }) => country)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    signedOn: sessions.length,
    places: places.toSorted((a, b) => b.signedOn - a.signedOn),
    tiers: countries.map(([country, sites]) => ({ country, ...tiersOf(sessions, sites, now) })),
  };
}

/** A reader counts once, at the nearest tier they have to any facility of the country. */
function tiersOf(sessions: readonly ReadingSession[], sites: readonly Facility[], now: Instant): Record<Tier, number> {
  const counts: Record<Tier, number> = { onshore: 0, nearshore: 0, offshore: 0 };
  for (const session of sessions) {
    const reached = new Set(sites.map((site) => tierOf(session, site, now)));
    const nearest = TIERS.find((tier) => reached.has(tier));
    if (nearest) counts[nearest] += 1;
  }
  return counts;
}
