import {
  inOpenPool,
  overflowFor,
  overflowOpens,
  rankOne,
  waitsForNoList,
  type DispatchParams,
  type Instant,
  type OfferCandidate,
  type ReaderFacts,
  type ReaderId,
} from '@overread/domain';
import type { Waiting } from '../waiting.queries.js';
import type { Candidates } from './candidates.js';

/** No overflow list asks for a longer own list than this. */
const LONGEST = 100;

/** Reads that find the same readers, and how many there are of them. */
interface Shape {
  waiting: Waiting;
  reads: number;
}

/**
 * Who may be offered what an overflow list holds: a reader whose own list is short enough, as in the lists that readers see.
 * Own is what waits, is open to them by a step of their own or accepted by their group, and passes every hard rule. Looked at
 * only once something of an overflow list is to be offered, and reader by reader.
 */
export class OverflowGate {
  private readonly now: Instant;
  private readonly params: DispatchParams;
  private shapes: Shape[] | null = null;
  private readonly own = new Map<ReaderId, number>();

  constructor(
    private readonly everything: () => readonly Waiting[],
    private readonly candidates: Pick<Candidates, 'kindOf' | 'of'>,
    at: { now: Instant; params: DispatchParams },
  ) {
    this.now = at.now;
    this.params = at.params;
  }

  /** Those of the candidates to whom the read is open: all of them, where it is of no overflow list or can wait no longer. */
  through(waiting: Waiting, candidates: OfferCandidate[], readers: Iterable<ReaderFacts>): OfferCandidate[] {
    if (!isOverflow(waiting) || this.waitsNoLonger(waiting)) return candidates;
    const facts = new Map([...readers].map((reader) => [reader.reader.id, reader]));
    return candidates.filter((candidate) => {
      const list = overflowFor(waiting.read, candidate, this.now);
      const reader = facts.get(candidate.readerId);
      return list === null || (reader !== undefined && overflowOpens(list, this.ownOf(reader)));
    });
  }

  private waitsNoLonger(waiting: Waiting): boolean {
    return waitsForNoList(rankOne({ ...waiting, eligibleOnShift: 1 }, this.now, this.params));
  }

  private ownOf(reader: ReaderFacts): number {
    const { id } = reader.reader;
    const known = this.own.get(id);
    if (known !== undefined) return known;
    let own = 0;
    for (const { waiting, reads } of this.shapesNow()) {
      if (this.isOwn(waiting, reader)) own += reads;
      if (own >= LONGEST) break;
    }
    this.own.set(id, own);
    return own;
  }

  private isOwn(waiting: Waiting, reader: ReaderFacts): boolean {
    const { read } = waiting;
    if (read.declinedBy.includes(reader.reader.id)) return false;
    const [candidate] = this.candidates.of(waiting, [reader], this.now);
    return candidate !== undefined && inOpenPool(read, candidate) && overflowFor(read, candidate, this.now) === null;
  }

  private shapesNow(): Shape[] {
    if (this.shapes !== null) return this.shapes;
    const shapes = new Map<number, Shape>();
    const single: Shape[] = [];
    for (const waiting of this.everything()) {
      const { place } = this.candidates.kindOf(waiting);
      const known = place === null ? undefined : shapes.get(place);
      if (known) known.reads += 1;
      else if (place === null) single.push({ waiting, reads: 1 });
      else shapes.set(place, { waiting, reads: 1 });
    }
    this.shapes = [...shapes.values(), ...single];
    return this.shapes;
  }
}

/** Whether the read is of an open overflow list. */
export const isOverflow = ({ read }: Waiting): boolean =>
  read.ladder.some(({ openedAt, pool }) => openedAt !== null && pool.overflow !== undefined);
