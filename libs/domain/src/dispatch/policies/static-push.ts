import type { DispatchBoard } from './dispatch-board.js';
import { NONE, type PolicyMaker } from './dispatch-policy.js';
import { byPriority, firstFor } from './pull-policy.js';

/**
 * Binds each read, when it comes, to the eligible reader on shift with the fewest expected minutes bound to them; they
 * read by priority. What is still bound when a shift ends is bound anew, and so is what found nobody.
 */
export const staticPush: PolicyMaker = (board) => {
  const bound = new Bindings(board);
  return {
    readFor: (reader) => bound.nextOf(reader),
    readerFor(read) {
      const reader = bound.bind(read);
      return reader !== NONE && board.readers.idle[reader] === 1 ? bound.taken(read, reader) : NONE;
    },
    readerLeft: (reader) => bound.release(reader),
  };
};

class Bindings {
  private readonly readerOf = new Map<number, number>();
  private readonly minutes: Float64Array;

  constructor(private readonly board: DispatchBoard) {
    this.minutes = new Float64Array(board.readers.count);
  }

  /** Least loaded eligible reader on shift. */
  bind(read: number): number {
    const { readers } = this.board;
    const eligible = this.board.eligible(read);
    let best = NONE;
    let least = Infinity;
    for (let each = 0; each < eligible.length; each++) {
      const reader = eligible[each] as number;
      if (readers.onShift[reader] === 0 || !this.board.mayRead(read, reader)) continue;
      const load = (this.minutes[reader] as number) + this.board.freeInMinutes(reader);
      if (load < least) [best, least] = [reader, load];
    }
    if (best === NONE) return NONE;
    this.readerOf.set(read, best);
    this.minutes[best] = (this.minutes[best] as number) + this.board.expectedMinutes(read, best);
    return best;
  }

  taken(read: number, reader: number): number {
    this.readerOf.delete(read);
    this.minutes[reader] = Math.max(0, (this.minutes[reader] as number) - this.board.expectedMinutes(read, reader));
    return reader;
  }

  nextOf(reader: number): number {
    for (const read of this.waiting()) if (!this.readerOf.has(read)) this.bind(read);
    const read = firstFor(this.board, reader, byPriority, (each) => this.readerOf.get(each) === reader);
    if (read !== NONE) this.taken(read, reader);
    return read;
  }

  release(reader: number): void {
    const own = this.waiting().filter((read) => this.readerOf.get(read) === reader);
    this.minutes[reader] = 0;
    for (const read of own) this.readerOf.delete(read);
    for (const read of own) this.bind(read);
  }

  private waiting(): number[] {
    return Array.from(this.board.waiting.subarray(0, this.board.waitingCount));
  }
}
