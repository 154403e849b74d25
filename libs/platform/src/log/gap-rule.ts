/** What one statement returned: the positions after the last one told, in order, and its snapshot's oldest live id. */
export interface Seen {
  readonly positions: readonly number[];
  /** Whether the result was cut at a limit, so that there may be more after its last row. */
  readonly more: boolean;
  /** `pg_snapshot_xmin(pg_current_snapshot())` of the same statement. */
  readonly xmin: bigint;
}

export interface Verdict {
  /** Everything up to here is told or will never come. */
  readonly upTo: number;
  /** A gap waits, and needs a bound: the id of a transaction begun from now on. */
  readonly needsBound: boolean;
}

/**
 * Positions are taken in one order and committed in another. A position missing below a visible one may still come
 * as long as a transaction older than `bound` lives; `bound` is the id of a transaction begun after the gap was seen,
 * and covers what is missing up to `seen`, the highest position visible then.
 */
export class GapRule {
  private seen = 0;
  private bound: bigint | null = null;

  constructor(private last: number) {}

  get position(): number {
    return this.last;
  }

  /** Whether a gap is being waited for. */
  get isWaiting(): boolean {
    return this.bound !== null;
  }

  judge({ positions, xmin, more }: Seen): Verdict {
    const highest = positions.at(-1) ?? 0;
    if (this.bound !== null && xmin >= this.bound) {
      // Whatever is still missing up to `seen` never comes, or is in this very result: as far as the result goes.
      this.last = Math.max(this.last, more ? Math.min(this.seen, highest) : this.seen);
    }
    for (const position of positions) {
      if (position <= this.last) continue;
      if (position !== this.last + 1) break;
      this.last = position;
    }
    if (this.last >= this.seen) this.bound = null;
    if (this.bound === null && highest > this.last) {
      this.seen = highest;
      return { upTo: this.last, needsBound: true };
    }
    return { upTo: this.last, needsBound: false };
  }

  /** The id of a transaction begun after the gap was judged. */
  waitFor(bound: bigint): void {
    this.bound = bound;
  }
}
