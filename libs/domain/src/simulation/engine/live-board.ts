import { residualMinutes, withMean } from '../../dispatch/reading-time/lognormal.js';
import type { DispatchBoard } from '../../dispatch/policies/dispatch-board.js';
import { NONE } from '../../dispatch/policies/dispatch-policy.js';
import { overflowOpens } from '../../routing/ladder/open-pool.js';
import type { Priority } from '../../studies/study.js';
import type { SimulatedDay } from './simulated-day.js';

/** What a policy is told of reading times. */
export type Knowledge = 'expected' | 'exact' | 'kind-only';

/** The board of a running day. Only the simulation writes on it. */
export class LiveBoard implements DispatchBoard {
  now = 0;
  waitingCount = 0;
  readonly waiting: Int32Array;
  readonly sigma: number;
  readonly reads;
  readonly readers;
  /** Who reads or has read it. */
  readonly readBy: Int32Array;
  /** What each reader has open. */
  readonly openRead: Int32Array;
  readonly openedAt: Float64Array;
  private readonly kind: Uint32Array;
  /** Pairs that the rules refuse for now. */
  private readonly refused = new Set<number>();
  private readonly placeOf: Int32Array;
  private readonly onShiftOf: Int32Array;
  private readonly kindsOf: number[][];
  private readonly allowed: Uint32Array;
  private readonly words: number;
  /** By reader: how many reads wait that are of a list of their own. Kept while the day has overflow lists. */
  private readonly own: Int32Array;

  constructor(
    private readonly day: SimulatedDay,
    private readonly knowledge: Knowledge,
    private readonly maximumWaitMinutes: Readonly<Record<Priority, number>>,
  ) {
    const { reads, readers } = day;
    // Known to the second, and not exactly: the same formulas hold.
    this.sigma = knowledge === 'exact' ? 0.01 : day.sigma;
    this.kind = reads.kind.slice();
    this.waiting = new Int32Array(reads.count);
    this.placeOf = new Int32Array(reads.count).fill(NONE);
    this.readBy = new Int32Array(reads.count).fill(NONE);
    this.reads = {
      priority: reads.priority,
      opinion: Uint8Array.from({ length: reads.count }, (_, read) => (read < day.firstReads ? 0 : 1)),
      queuedAt: reads.arrivesAt.slice(),
      dueAt: reads.dueAt.slice(),
      expectedMinutes: knowledge === 'exact' ? reads.readingMinutes : reads.expectedMinutes,
      workUnits: reads.workUnits,
    };
    const perReader = () => new Float64Array(readers.count);
    this.readers = {
      count: readers.count,
      tier: readers.tier,
      idle: new Uint8Array(readers.count),
      onShift: new Uint8Array(readers.count),
      idleSince: perReader(),
      scarcityShare: perReader(),
      surplusMinutes: perReader(),
    };
    this.openRead = new Int32Array(readers.count).fill(NONE);
    this.openedAt = perReader();
    this.own = new Int32Array(readers.count);
    this.words = Math.ceil(readers.count / 32);
    this.allowed = bitsOf(day.eligible, this.words);
    this.onShiftOf = new Int32Array(day.eligible.length);
    this.kindsOf = Array.from({ length: readers.count }, () => []);
    day.eligible.forEach((list, kind) => list.forEach((reader) => this.kindsOf[reader]?.push(kind)));
  }

  mayRead(read: number, reader: number): boolean {
    const kind = this.kind[read] as number;
    const word = this.allowed[kind * this.words + (reader >> 5)] as number;
    if (((word >>> (reader & 31)) & 1) === 0) return false;
    if (this.refused.size > 0 && this.refused.has(read * this.readers.count + reader)) return false;
    if (this.reads.opinion[read] === 1 && this.hasReadOther(read, reader)) return false;
    return this.day.overflow === undefined || this.overflowLets(read, reader);
  }

  isNarrowed(read: number): boolean {
    if (this.reads.opinion[read] === 1 || this.refused.size > 0) return true;
    return this.day.overflow?.[this.kind[read] as number] !== undefined;
  }

  eligible(read: number): Int32Array {
    return this.day.eligible[this.kind[read] as number] as Int32Array;
  }

  eligibleOnShift(read: number): number {
    return this.onShiftOf[this.kind[read] as number] as number;
  }

  expectedMinutes(read: number, reader: number): number {
    const minutes = this.reads.expectedMinutes[read] as number;
    return this.knowledge === 'kind-only' ? minutes : minutes * this.pace(read, reader);
  }

  /** In truth. */
  readingMinutes(read: number, reader: number): number {
    return (this.day.reads.readingMinutes[read] as number) * this.pace(read, reader);
  }

  freeInMinutes(reader: number): number {
    const read = this.openRead[reader] as number;
    if (read === NONE) return 0;
    const elapsed = this.now - (this.openedAt[reader] as number);
    const expected = this.expectedMinutes(read, reader);
    return this.knowledge === 'exact'
      ? Math.max(0, expected - elapsed)
      : residualMinutes(withMean(expected, this.sigma), elapsed);
  }

  /** Whether the person has read the other read of the study. */
  hasReadOther(read: number, reader: number): boolean {
    const { person } = this.day.readers;
    const other = this.day.reads.otherRead[read] as number;
    const by = other === NONE ? NONE : (this.readBy[other] as number);
    return by !== NONE && person[by] === person[reader];
  }

  /** More may read it from now on. */
  openTo(read: number, kind: number): void {
    if (this.isWaiting(read)) this.countOwn(read, -1);
    this.kind[read] = kind;
    if (this.isWaiting(read)) this.countOwn(read, 1);
  }

  /** As live: an overflow list opens to whose own list is short; what can wait no longer waits for no list. */
  private overflowLets(read: number, reader: number): boolean {
    const list = this.day.overflow?.[this.kind[read] as number]?.get(reader);
    return list === undefined || overflowOpens(list, this.own[reader] as number) || this.waitsForNoList(read);
  }

  private waitsForNoList(read: number): boolean {
    const priority = this.reads.priority[read] ?? 'routine';
    if (this.reads.opinion[read] === 1) return false;
    const waited = this.now - (this.reads.queuedAt[read] as number);
    return priority === 'critical' || waited > this.maximumWaitMinutes[priority];
  }

  private countOwn(read: number, by: 1 | -1): void {
    if (this.day.overflow === undefined) return;
    const lists = this.day.overflow[this.kind[read] as number];
    for (const reader of this.day.eligible[this.kind[read] as number] ?? []) {
      if (lists?.has(reader) || this.hasReadOther(read, reader)) continue;
      this.own[reader] = (this.own[reader] as number) + by;
    }
  }

  refuse(read: number, reader: number): void {
    this.refused.add(read * this.readers.count + reader);
  }

  /** Whether there were any. */
  forgetRefusals(): boolean {
    const had = this.refused.size > 0;
    this.refused.clear();
    return had;
  }

  isWaiting(read: number): boolean {
    return this.placeOf[read] !== NONE;
  }

  queue(read: number): void {
    this.countOwn(read, 1);
    this.placeOf[read] = this.waitingCount;
    this.waiting[this.waitingCount++] = read;
  }

  /** Takes it off the waiting ones: the last moves to its place. */
  open(read: number, reader: number): void {
    this.countOwn(read, -1);
    const place = this.placeOf[read] as number;
    const last = this.waiting[--this.waitingCount] as number;
    this.waiting[place] = last;
    this.placeOf[last] = place;
    this.placeOf[read] = NONE;
    this.readBy[read] = reader;
    this.openRead[reader] = read;
    this.openedAt[reader] = this.now;
    this.readers.idle[reader] = 0;
  }

  /** Holds nothing any more; idle when on shift. */
  close(reader: number): void {
    this.openRead[reader] = NONE;
    this.readers.idle[reader] = this.readers.onShift[reader] as number;
    this.readers.idleSince[reader] = this.now;
  }

  setOnShift(reader: number, on: boolean): void {
    this.readers.onShift[reader] = on ? 1 : 0;
    this.readers.idle[reader] = on && this.openRead[reader] === NONE ? 1 : 0;
    if (on) this.readers.idleSince[reader] = this.now;
    for (const kind of this.kindsOf[reader] ?? [])
      this.onShiftOf[kind] = (this.onShiftOf[kind] as number) + (on ? 1 : -1);
  }

  private pace(read: number, reader: number): number {
    const { fields, pace } = this.day.readers;
    return pace[reader * fields + (this.day.reads.field[read] as number)] as number;
  }
}

/** One row of bits for each kind: who may read it. */
function bitsOf(eligible: readonly Int32Array[], words: number): Uint32Array {
  const bits = new Uint32Array(eligible.length * words);
  eligible.forEach((list, kind) => {
    for (const reader of list) {
      const word = kind * words + (reader >> 5);
      bits[word] = ((bits[word] as number) | (1 << (reader & 31))) >>> 0;
    }
  });
  return bits;
}
