import type { ReaderId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { Place, Tier } from '../../network/network.js';
import { tierOf } from '../../network/tier-of.js';
import { EligibilityIndex } from '../compiled/eligibility-index.js';
import type { ReaderFacts, ReadFacts } from '../facts.js';
import type { CoverageNetwork } from './coverage-kind.js';
import { thereAt } from './there-at.js';

/** Readers by the tier they would read from. */
export type TierCounts = Record<Tier, number>;

const HOUR_MS = 3_600_000;

/** The beginnings of the hours from the one that `now` is in; whole hours of UTC, so that none is left out or doubled. */
export function coverageHours(now: Instant, hours: number): Instant[] {
  const first = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  return Array.from({ length: hours }, (_, index) => plusMinutes(first, index * 60));
}

/**
 * For each hour, and in it for each read, how many readers who are signed on or rostered then, and not paused, pass every hard rule, by tier.
 * An hour is judged in its middle (the one that runs, not before `now`). Pauses after each read, so that others get a turn.
 */
export function* coverageByHour(
  reads: readonly ReadFacts[],
  { readers, relations, groups }: CoverageNetwork,
  { now, hours }: { now: Instant; hours: readonly Instant[] },
): Generator<void, TierCounts[][]> {
  let index: EligibilityIndex | null = null;
  const seen = new Map<ReaderId, string>();
  const byHour: TierCounts[][] = [];
  for (const hour of hours) {
    const middle = plusMinutes(hour, 30);
    const at = middle < now ? now : middle;
    const standing = readers.map((facts) => thereAt(facts, at, groups) ?? absent(facts));
    const changed = standing.filter((facts) => seen.get(facts.reader.id) !== signOf(facts));
    for (const facts of changed) seen.set(facts.reader.id, signOf(facts));
    if (index === null) index = new EligibilityIndex({ readers: standing, relations }, at);
    else {
      index.advanceTo(at);
      for (const facts of changed) index.putReader(facts);
    }
    const tiers = new Tiers(index, standing);
    const counted: TierCounts[] = [];
    for (const read of reads) {
      counted.push(countsOf(index, read, tiers));
      yield;
    }
    byHour.push(counted);
  }
  return byHour;
}

const absent = (facts: ReaderFacts): ReaderFacts => ({ ...facts, session: null, shifts: [] });

const signOf = ({ session, shifts }: ReaderFacts): string =>
  [session?.id ?? '', ...shifts.map(({ id }) => id)].join(' ');

function countsOf(index: EligibilityIndex, read: ReadFacts, tiers: Tiers): TierCounts {
  const counts: TierCounts = { onshore: 0, nearshore: 0, offshore: 0 };
  for (const readerId of index.ask(read, 'plan').readerIds) {
    const tier = tiers.of(read, readerId);
    if (tier !== null) counts[tier] += 1;
  }
  return counts;
}

/** Tiers in one hour: who has one place to read from shares the answer with all who sit there. */
class Tiers {
  private readonly places = new Map<ReaderId, Place>();
  private readonly known = new Map<string, Tier>();

  constructor(
    private readonly index: EligibilityIndex,
    standing: readonly ReaderFacts[],
  ) {
    for (const { reader, session, shifts } of standing) {
      if (session === null) this.places.set(reader.id, reader.homePlace);
      else if (shifts.length === 0) this.places.set(reader.id, session);
    }
  }

  of(read: ReadFacts, readerId: ReaderId): Tier | null {
    const place = this.places.get(readerId);
    // Signed on and rostered: which of the two answers, the rules say.
    if (place === undefined) return this.index.tierFor(read, 'plan', readerId);
    const { facility } = read;
    const key = `${place.country} ${place.zone} ${facility.country} ${facility.zone}`;
    const known = this.known.get(key) ?? tierOf(place, facility, this.index.at);
    this.known.set(key, known);
    return known;
  }
}
