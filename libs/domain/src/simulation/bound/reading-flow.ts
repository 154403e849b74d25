import type { WorkingSpan } from '../engine/simulated-day.js';

/** Reading to be done in a window by one of these readers; minutes of the average reader. */
export interface TimedWork {
  minutes: number;
  from: number;
  to: number;
  readers: ArrayLike<number>;
}

export interface FlowCapacity {
  spans: readonly (readonly WorkingSpan[])[];
  /** Best reading time over that of the average reader, by reader. */
  paces: Float64Array;
  bucketMinutes: number;
  until: number;
}

const NEGLIGIBLE = 1e-9;

/**
 * Maximum flow from works to readers' time in buckets, one work after the other: what an earlier one was given is moved
 * about, never taken away.
 */
export class ReadingFlow {
  private readonly buckets: number;
  private readonly free: Float64Array;
  /** By cell (reader and bucket): how many minutes of which work are read there. */
  private readonly given: (Map<number, number> | undefined)[];
  /** Cells from which no path leads to free time any more: nothing frees time, so none ever will. */
  private readonly dead: Uint8Array;
  private readonly works: Int32Array[] = [];

  constructor(private readonly capacity: FlowCapacity) {
    this.buckets = Math.ceil(capacity.until / capacity.bucketMinutes);
    const cells = capacity.spans.length * this.buckets;
    this.free = new Float64Array(cells);
    this.given = Array.from({ length: cells });
    this.dead = new Uint8Array(cells);
    capacity.spans.forEach((spans, reader) => spans.forEach((span) => this.open(reader, span)));
  }

  /** Minutes of the work that can be done beside all that was added before. */
  add(work: TimedWork): number {
    const slot = this.works.push(this.cellsOf(work)) - 1;
    let done = 0;
    while (work.minutes - done > NEGLIGIBLE) {
      const moved = this.augment(slot, work.minutes - done);
      if (moved === 0) break;
      done += moved;
    }
    return Math.min(done, work.minutes);
  }

  private open(reader: number, { from, to }: WorkingSpan): void {
    const { bucketMinutes, paces } = this.capacity;
    const first = Math.max(0, Math.floor(from / bucketMinutes));
    for (let bucket = first; bucket < this.buckets && bucket * bucketMinutes < to; bucket++) {
      const overlap = Math.min(to, (bucket + 1) * bucketMinutes) - Math.max(from, bucket * bucketMinutes);
      const cell = reader * this.buckets + bucket;
      this.free[cell] = (this.free[cell] as number) + Math.max(0, overlap) / (paces[reader] as number);
    }
  }

  /** Cells with time that touch the window. */
  private cellsOf({ from, to, readers }: TimedWork): Int32Array {
    const { bucketMinutes } = this.capacity;
    const cells: number[] = [];
    const last = Math.min(this.buckets - 1, Math.ceil(to / bucketMinutes) - 1);
    for (let each = 0; each < readers.length; each++) {
      for (let bucket = Math.max(0, Math.floor(from / bucketMinutes)); bucket <= last; bucket++) {
        const cell = (readers[each] as number) * this.buckets + bucket;
        if ((this.free[cell] as number) > NEGLIGIBLE || this.given[cell]) cells.push(cell);
      }
    }
    return Int32Array.from(cells);
  }

  /** One shortest augmenting path from the work to free time; answers the minutes moved, 0 where there is none. */
  private augment(start: number, wanted: number): number {
    const workBefore = new Map<number, number>();
    const cellBefore = new Map<number, number>();
    const queue = [start];
    for (let head = 0; head < queue.length; head++) {
      const work = queue[head] as number;
      for (const cell of this.works[work] ?? []) {
        if (this.dead[cell] === 1 || workBefore.has(cell)) continue;
        workBefore.set(cell, work);
        if ((this.free[cell] as number) > NEGLIGIBLE) return this.push({ cell, start, wanted, workBefore, cellBefore });
        for (const [other] of this.given[cell] ?? []) {
          if (other === start || cellBefore.has(other)) continue;
          cellBefore.set(other, cell);
          queue.push(other);
        }
      }
    }
    for (const cell of workBefore.keys()) this.dead[cell] = 1;
    return 0;
  }

  private push({ cell: end, start, wanted, workBefore, cellBefore }: Path): number {
    let amount = Math.min(wanted, this.free[end] as number);
    for (let cell = end; ;) {
      const work = workBefore.get(cell) as number;
      if (work === start) break;
      cell = cellBefore.get(work) as number;
      amount = Math.min(amount, this.given[cell]?.get(work) ?? 0);
    }
    this.free[end] = (this.free[end] as number) - amount;
    for (let cell = end; ;) {
      const work = workBefore.get(cell) as number;
      this.give(cell, work, amount);
      if (work === start) break;
      cell = cellBefore.get(work) as number;
      this.give(cell, work, -amount);
    }
    return amount;
  }

  private give(cell: number, work: number, minutes: number): void {
    const list = this.given[cell] ?? new Map<number, number>();
    this.given[cell] = list;
    const now = (list.get(work) ?? 0) + minutes;
    if (now > NEGLIGIBLE) list.set(work, now);
    else list.delete(work);
  }
}

interface Path {
  cell: number;
  start: number;
  wanted: number;
  /** By cell: the work that would take its time. */
  workBefore: Map<number, number>;
  /** By work: the cell that it would leave some of. */
  cellBefore: Map<number, number>;
}
