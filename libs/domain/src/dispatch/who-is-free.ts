import type { ReaderId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { ReaderFacts } from '../eligibility/facts.js';
import type { Priority } from '../studies/study.js';
import type { Read } from '../studies/read.js';
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
  /** Hold nothing but what would give way to critical work. */
  yielding: Map<ReaderId, { reader: ReaderFacts; held: readonly Held[] }>;
}

/** Whether the reader is signed on to be offered work, and does not choose their next themselves. */
export const takesOffers = ({ session }: ReaderFacts): boolean => session?.mode === 'push';

/** Sorts who is signed on. Whoever has a read open, or holds pressing work, is in none of the three. */
export function whoIsFree<Held extends HeldWork>(
  present: readonly ReaderFacts[],
  heldBy: ReadonlyMap<ReaderId, readonly Held[]>,
): FreeReaders<Held> {
  const free: FreeReaders<Held> = { idle: new Map(), choosing: [], yielding: new Map() };
  for (const reader of present) {
    const held = heldBy.get(reader.reader.id) ?? [];
    if (held.length > 0) {
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
