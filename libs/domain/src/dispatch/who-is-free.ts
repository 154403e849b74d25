import type { ReaderId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { minutesBetween } from '../core/instant.js';
import type { ReaderFacts } from '../eligibility/facts.js';
import type { Priority } from '../studies/study.js';
import type { Read } from '../studies/read.js';
import { READING_SIGMA, residualMinutes, withMean } from './reading-time/lognormal.js';
import { preemptible } from './offers/release-read.js';

/** What somebody holds or is offered, as far as it matters to whether they are free. */
export interface HeldWork extends Pick<Read, 'purpose' | 'state' | 'openedAt'> {
  dueAt: Instant | null;
  priority: Priority;
}

/** Who is signed on, by what they could be asked to do now. */
export interface FreeReaders<Held extends HeldWork = HeldWork> {
  /** Hold nothing and take offers. */
  idle: Map<ReaderId, ReaderFacts>;
  /** Hold nothing and take their next themselves. */
  choosing: ReaderFacts[];
  /** Take offers, and will when they have read the one that they have open. */
  reading: { reader: ReaderFacts; open: Held }[];
  /** Hold nothing but what would give way to critical work. */
  yielding: Map<ReaderId, { reader: ReaderFacts; held: readonly Held[] }>;
}

/** Expected minutes until all that a reader holds is read. */
export const freeInMinutes = (held: readonly Pick<Read, 'openedAt' | 'expectedMinutes'>[], now: Instant): number =>
  held.reduce((sum, { openedAt, expectedMinutes }) => {
    const elapsed = openedAt === null ? 0 : minutesBetween(openedAt, now);
    return sum + residualMinutes(withMean(expectedMinutes, READING_SIGMA), elapsed);
  }, 0);

/** Whether the reader is signed on to be offered work, and does not choose their next themselves. */
export const takesOffers = ({ session }: ReaderFacts): boolean => session?.mode === 'push';

/** Sorts who is signed on. Whoever holds pressing work that is not open, or several reads, may be in none of them. */
export function whoIsFree<Held extends HeldWork>(
  present: readonly ReaderFacts[],
  heldBy: ReadonlyMap<ReaderId, readonly Held[]>,
): FreeReaders<Held> {
  const free: FreeReaders<Held> = { idle: new Map(), choosing: [], reading: [], yielding: new Map() };
  for (const reader of present) {
    const held = heldBy.get(reader.reader.id) ?? [];
    const [open] = held;
    if (open) {
      if (held.length === 1 && open.openedAt !== null && takesOffers(reader)) free.reading.push({ reader, open });
      if (held.every((work) => preemptible(work, work))) free.yielding.set(reader.reader.id, { reader, held });
    } else if (takesOffers(reader)) free.idle.set(reader.reader.id, reader);
    else free.choosing.push(reader);
  }
  return free;
}

/**
 * How much is lost when this reader is busy with what others could do, 0..1: by the kinds of work they can do, a
 * subspecialty counting for two competences, twenty the most.
 */
export const scarcityOf = ({ reader }: Pick<ReaderFacts, 'reader'>): number =>
  Math.min(1, (reader.competences.length + 2 * reader.subspecialties.length) / 20);
