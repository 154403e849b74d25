import { plusMinutes, type Instant } from '../../core/instant.js';
import type { Place, Tier } from '../../network/network.js';
import { tierOf } from '../../network/tier-of.js';
import { relationsChangeAt, rulesChangeAt } from '../compiled/next-change.js';
import type { ReadFacts, Relations } from '../facts.js';
import { DEFAULT_HARD_RULES } from '../hard-rules.js';
import type { CoverageNetwork } from './coverage-kind.js';
import { CoverageReaders } from './coverage-readers.js';
import { presencesIn } from './presences.js';

/** Readers by the tier they would read from. */
export type TierCounts = Record<Tier, number>;

const HOUR_MS = 3_600_000;

/** The beginnings of the hours from the one that `now` is in; whole hours of UTC, so that none is left out or doubled. */
export function coverageHours(now: Instant, hours: number): Instant[] {
  const first = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  return Array.from({ length: hours }, (_, index) => plusMinutes(first, index * 60));
}

/** An hour is judged in its middle; the one that runs, not before now. */
export const judgedAt = (hour: Instant, now: Instant): Instant => {
  const middle = plusMinutes(hour, 30);
  return middle < now ? now : middle;
};

const NO_RELATIONS: Relations = { agreements: [], contracts: [] };

/**
 * For each read, and in it for each hour, how many readers who are signed on or rostered then, and not paused, pass every
 * hard rule, by tier. Pauses often, so that others get a turn.
 */
export function* coverageByHour(
  reads: readonly ReadFacts[],
  network: CoverageNetwork,
  { now, hours }: { now: Instant; hours: readonly Instant[] },
): Generator<void, TierCounts[][]> {
  const at = hours.map((hour) => judgedAt(hour, now));
  const readers = yield* CoverageReaders.of(yield* presencesIn(network, at));
  const stretches = new Map<Relations, Stretch[]>();
  const byRead: TierCounts[][] = [];
  for (const read of reads) {
    const relations = network.relations.get(read.healthSystem.id) ?? NO_RELATIONS;
    const alike = stretches.get(relations) ?? (yield* stretchesOf(relations, at));
    stretches.set(relations, alike);
    byRead.push(countsOf(read, { readers, relations, alike, at }));
    yield;
  }
  return byRead;
}

/** Hours on end in which nothing that is agreed begins or ends. */
interface Stretch {
  from: number;
  until: number;
}

function* stretchesOf(relations: Relations, at: readonly Instant[]): Generator<void, Stretch[]> {
  const stretches: Stretch[] = [];
  let next = -Infinity;
  for (const [hour, instant] of at.entries()) {
    const last = stretches.at(-1);
    if (last !== undefined && instant.getTime() < next) last.until = hour + 1;
    else {
      stretches.push({ from: hour, until: hour + 1 });
      next = Math.min(relationsChangeAt(relations, instant), rulesChangeAt(DEFAULT_HARD_RULES, instant));
      yield;
    }
  }
  return stretches;
}

interface Counting {
  readers: CoverageReaders;
  relations: Relations;
  alike: readonly Stretch[];
  at: readonly Instant[];
}

function countsOf(read: ReadFacts, { readers, relations, alike, at }: Counting): TierCounts[] {
  const counts = at.map((): TierCounts => ({ onshore: 0, nearshore: 0, offshore: 0 }));
  const tiers = new TiersByHour(read, at);
  for (const { from, until } of alike) {
    readers.eachAble({ read, relations, now: at[from] as Instant, from, until }, (stay, { standing: { place } }) => {
      for (let hour = Math.max(from, stay.from); hour < Math.min(until, stay.until); hour += 1)
        (counts[hour] as TierCounts)[tiers.of(place, hour)] += 1;
    });
  }
  return counts;
}

/** The tier of a place in each hour; who sits in one country and zone shares the answer. */
class TiersByHour {
  private readonly known = new Map<string, (Tier | undefined)[]>();

  constructor(
    private readonly read: ReadFacts,
    private readonly at: readonly Instant[],
  ) {}

  of(place: Place, hour: number): Tier {
    const key = `${place.country} ${place.zone}`;
    const known = this.known.get(key) ?? [];
    this.known.set(key, known);
    return (known[hour] ??= tierOf(place, this.read.facility, this.at[hour] as Instant));
  }
}
