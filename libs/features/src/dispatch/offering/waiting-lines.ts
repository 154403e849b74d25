import { compareInOrder, rankOne, type DispatchParams, type Instant, type RankedRead } from '@overread/domain';
import type { Waiting } from '../waiting.queries.js';
import type { WaitingRoom } from './waiting-room.js';

/** A read in its line, with its place in the order. */
export interface InLine {
  waiting: Waiting;
  rank: RankedRead;
}

/** The order of thousands moves slowly: places are reckoned anew after this. Milliseconds. */
const RANKED_MS = 5_000;
/** Those that no line is for: each finds readers of its own. */
const SINGLE = 0;

/**
 * What waits, in lines of those that find the same readers, each most pressing first: whoever finds nobody for the first
 * of a line need not ask for the rest of it.
 */
export class WaitingLines {
  private lines = new Map<number, InLine[]>();
  private at: Instant | null = null;
  private arrived: InLine[] = [];

  /** `lineOf` answers a number above 0, or null for a read that finds readers of its own. */
  constructor(
    private readonly room: WaitingRoom,
    private readonly lineOf: (waiting: Waiting) => number | null,
    private params: DispatchParams,
  ) {}

  /** Forgets all lines: what they stand on has changed. */
  reset(params: DispatchParams): void {
    this.params = params;
    this.at = null;
  }

  /**
   * The most pressing of all lines, one after the other, each the first of its line. `close` takes what is left of the
   * line it came from out of the order, and answers it up to the first for which `more` is false.
   */
  *inOrder(
    now: Instant,
  ): Generator<InLine & { close: (more: (each: InLine) => boolean) => InLine[]; single: boolean }> {
    this.follow(now);
    const heads = [...this.lines].map(([name, line]) => ({ single: name === SINGLE, line, next: this.skip(line, 0) }));
    for (;;) {
      let best: (typeof heads)[number] | null = null;
      let first: InLine | null = null;
      for (const head of heads) {
        const each = head.line[head.next];
        if (each && (first === null || before(each, first))) [best, first] = [head, each];
      }
      if (best === null || first === null) return;
      const { line, single } = best;
      best.next = this.skip(line, best.next + 1);
      const head = best;
      const close = (more: (each: InLine) => boolean): InLine[] => {
        const rest: InLine[] = [];
        for (let each = line[head.next]; each && more(each); each = line[head.next]) {
          rest.push(each);
          head.next = this.skip(line, head.next + 1);
        }
        head.next = line.length;
        return rest;
      };
      yield { ...first, close, single };
    }
  }

  /** One read of each line, and each that no line is for. */
  heads(now: Instant): Waiting[] {
    this.follow(now);
    return [...this.lines]
      .flatMap(([name, line]) => line.slice(0, name === SINGLE ? Infinity : 1))
      .map(({ waiting }) => waiting);
  }

  /** The place of one read among the others. */
  placed(waiting: Waiting, now: Instant): InLine {
    return ranked(waiting, this.at ?? now, this.params);
  }

  /** What has come and still waits, of which `seen` is false; most pressing first. */
  arrivals(seen: (waiting: Waiting) => boolean): InLine[] {
    this.arrived = this.arrived.filter(({ waiting }) => this.room.has(waiting) && !seen(waiting));
    return this.arrived.toSorted(inLineOrder);
  }

  private skip(line: readonly InLine[], from: number): number {
    let next = from;
    for (let each = line[next]; each && !this.room.has(each.waiting); each = line[next]) next++;
    return next;
  }

  private follow(now: Instant): void {
    if (this.at === null || now.getTime() - this.at.getTime() >= RANKED_MS) {
      this.lines = new Map();
      this.at = now;
      for (const waiting of this.room.takeAll()) this.line(waiting).push(ranked(waiting, now, this.params));
      for (const line of this.lines.values()) line.sort(inLineOrder);
      return;
    }
    for (const waiting of this.room.takeFresh()) {
      // Placed by the instant of the others: by another they would all have to move.
      const each = ranked(waiting, this.at, this.params);
      this.arrived.push(each);
      const line = this.line(waiting);
      let low = 0;
      let high = line.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (before(line[middle] as InLine, each)) low = middle + 1;
        else high = middle;
      }
      line.splice(low, 0, each);
    }
  }

  private line(waiting: Waiting): InLine[] {
    const name = this.lineOf(waiting) ?? SINGLE;
    const line = this.lines.get(name) ?? [];
    this.lines.set(name, line);
    return line;
  }
}

/** How many could take each is no part of this order: it would be the same for all. */
const ranked = (waiting: Waiting, now: Instant, params: DispatchParams): InLine => ({
  waiting,
  rank: rankOne({ ...waiting, eligibleOnShift: 1 }, now, params),
});

export const inLineOrder = (a: InLine, b: InLine): number =>
  compareInOrder(a.rank, b.rank) || (a.rank.readId < b.rank.readId ? -1 : 1);
const before = (a: InLine, b: InLine): boolean => inLineOrder(a, b) < 0;
