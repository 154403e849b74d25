import { asId } from '../../core/ids.js';
import { publishedMinutes, traitsOf, type Exam } from './exam.js';
import { learnReading, type FinishedReading, type ReadingStatistics } from './reading-statistics.js';
import { readerInType } from './reading-time-model.js';

export const exam = (changes: Partial<Exam> = {}): Exam => ({
  family: 'CT',
  region: 'head',
  hasPriors: false,
  instances: null,
  contrast: false,
  overRead: false,
  ...changes,
});

/** Numbers in (0, 1), the same ones for a seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

/** A standard normal number, by Box and Muller. */
export const normalFrom = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** How the readers of a made-up practice read: effects on the logarithm of minutes. */
export interface Practice {
  readers: ReadonlyMap<string, number>;
  types: readonly { exam: Exam; effect: number }[];
  traits: readonly number[];
  sigma: number;
  readsEach: number;
}

/** The reads of a practice: every reader reads every type. */
export function readsOf({ readers, types, traits, sigma, readsEach }: Practice, seed: number): FinishedReading[] {
  const random = seeded(seed);
  const reads: FinishedReading[] = [];
  for (const [reader, speed] of readers) {
    for (const { exam: type, effect } of types) {
      for (let index = 0; index < readsEach; index++) {
        const one = { ...type, hasPriors: random() < 0.4, contrast: random() < 0.5, overRead: random() < 0.2 };
        const explained = traitsOf(one).reduce((sum, value, i) => sum + value * (traits[i] ?? 0), 0);
        const log = Math.log(publishedMinutes(type)) + effect + speed + explained + sigma * normalFrom(random);
        reads.push({ readerId: asId(reader), exam: one, minutes: Math.exp(log) });
      }
    }
  }
  return reads;
}

/** The statistics of these reads, learned one by one. */
export function learnAll(reads: readonly FinishedReading[]): ReadingStatistics[] {
  const known = new Map<string, ReadingStatistics>();
  for (const read of reads) {
    const key = readerInType(read.readerId, `${read.exam.family}:${read.exam.region ?? '-'}`);
    known.set(key, learnReading(known.get(key) ?? null, read));
  }
  return [...known.values()];
}
