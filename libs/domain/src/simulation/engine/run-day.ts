import type { DispatchPolicy, PolicyMaker, PolicySettings } from '../../dispatch/policies/dispatch-policy.js';
import { NONE } from '../../dispatch/policies/dispatch-policy.js';
import { EventHeap } from './event-heap.js';
import { Forecasts, type Forecast } from './forecasts.js';
import { type Knowledge, LiveBoard } from './live-board.js';
import { shiftEdges, type ShiftEdge } from './shift-edges.js';
import type { SimulatedDay } from './simulated-day.js';
import { type Violation, Witness } from './witness.js';
import { WorkShares } from './work-shares.js';

export interface RunRequest {
  day: SimulatedDay;
  maker: PolicyMaker;
  settings: PolicySettings;
  /** What the policy is told of reading times; `expected` unless given. */
  knowledge?: Knowledge;
  /** Milliseconds of a clock outside, to time decisions by; they take no time in the simulation. */
  timer?: () => number;
}

/** What happened, by slot of the day. */
export interface DayRecord {
  /** NaN where it was not. */
  startedAt: Float64Array;
  doneAt: Float64Array;
  queuedAt: Float64Array;
  dueAt: Float64Array;
  /** -1 where nobody has. */
  readBy: Int32Array;
  violations: Violation[];
  passedOver: Violation[];
  forecasts: Forecast[];
  /** How often a busy reader's shown next became another. */
  nextUpChanges: number;
  decisionMs: number[];
  planMs: number[];
}

const SETTLE_EVERY_MINUTES = 30;

/** Plays a day under a policy: event by event, in whole arrays, the same for the same request. */
export function runDay(request: RunRequest): DayRecord {
  const run = new DayRun(request);
  run.play();
  return run.record;
}

class DayRun {
  readonly record: DayRecord;
  private readonly day: SimulatedDay;
  private readonly board: LiveBoard;
  private readonly policy: DispatchPolicy;
  private readonly witness: Witness;
  private readonly shares: WorkShares;
  private readonly forecasts: Forecasts;
  private readonly timer: () => number;
  private readonly edges: readonly ShiftEdge[];
  private readonly completions = new EventHeap();
  private readonly openings = new EventHeap();
  private readonly endsAt: Float64Array;
  private readonly shown: Int32Array;
  /** By read: how many of its openings have come. */
  private readonly opened: Uint8Array;
  private nextArrival = 0;
  private nextEdge = 0;
  private nextPlanAt: number;
  private nextSettleAt = 0;

  constructor({ day, maker, settings, knowledge = 'expected', timer = () => 0 }: RunRequest) {
    this.day = day;
    this.timer = timer;
    this.board = new LiveBoard(day, knowledge, settings.params.maximumWaitMinutes);
    this.policy = maker(this.board, settings);
    this.witness = new Witness(day, this.board, settings.params);
    this.shares = new WorkShares(this.board, day);
    this.forecasts = new Forecasts(this.board, day, settings.params);
    this.edges = shiftEdges(day.readers.spans);
    this.endsAt = new Float64Array(day.readers.count).fill(Infinity);
    this.shown = new Int32Array(day.readers.count).fill(NONE);
    this.opened = new Uint8Array(day.reads.count);
    this.nextPlanAt = this.policy.plan ? 0 : Infinity;
    const { queuedAt, dueAt } = this.board.reads;
    const { violations, passedOver } = this.witness;
    const never = () => new Float64Array(day.reads.count).fill(NaN);
    this.record = {
      startedAt: never(),
      doneAt: never(),
      queuedAt,
      dueAt,
      readBy: this.board.readBy,
      violations,
      passedOver,
      forecasts: this.forecasts.made,
      nextUpChanges: 0,
      decisionMs: [],
      planMs: [],
    };
  }

  play(): void {
    while (this.step());
  }

  /** The next event; at one instant shifts change before readers are done, and they are done before studies arrive. */
  private step(): boolean {
    const arrivalAt =
      this.nextArrival < this.day.firstReads ? (this.day.reads.arrivesAt[this.nextArrival] as number) : Infinity;
    const edgeAt = this.edges[this.nextEdge]?.at ?? Infinity;
    const doneAt = this.completions.nextAt;
    const opensAt = this.openings.nextAt;
    const now = Math.min(doneAt, edgeAt, arrivalAt, opensAt, this.nextPlanAt, this.nextSettleAt);
    if (now > this.day.endsAt) return false;
    this.board.now = now;
    if (edgeAt === now) this.shiftsChange();
    else if (doneAt === now) this.readerDone(this.completions.pop());
    else if (this.nextSettleAt === now) this.settle();
    else if (arrivalAt === now) this.arrives(this.nextArrival++);
    else if (opensAt === now) this.opens(this.openings.pop());
    else this.plan();
    return true;
  }

  private arrives(read: number): void {
    this.shares.arrived(read);
    this.nextOpening(read);
    this.comesToWait(read);
  }

  private comesToWait(read: number): void {
    this.board.queue(read);
    this.findReader(read);
  }

  private findReader(read: number): void {
    const reader = this.timed(() => this.policy.readerFor(read));
    if (reader !== NONE && !this.start(read, reader)) this.findReader(read);
  }

  /** Puts the next opening of a waiting read on the list. */
  private nextOpening(read: number): void {
    const step = this.day.reads.openings[read]?.[this.opened[read] as number];
    if (step) this.openings.push((this.record.queuedAt[read] as number) + step.afterMinutes, read);
  }

  private opens(read: number): void {
    const step = this.day.reads.openings[read]?.[this.opened[read] as number];
    this.opened[read] = (this.opened[read] as number) + 1;
    if (step) this.board.openTo(read, step.kind);
    this.nextOpening(read);
    if (this.board.isWaiting(read)) this.findReader(read);
  }

  private readerDone(reader: number): void {
    // An outage took the read away: this end is of a reading that was not finished.
    if (this.endsAt[reader] !== this.board.now) return;
    const read = this.board.openRead[reader] as number;
    this.endsAt[reader] = Infinity;
    this.record.doneAt[read] = this.board.now;
    this.shares.completed(read, reader);
    this.board.close(reader);
    const second = this.day.reads.otherRead[read] as number;
    if (read < this.day.firstReads && second !== NONE) {
      this.board.reads.queuedAt[second] = this.board.now;
      this.board.reads.dueAt[second] = this.board.now + (this.day.reads.dueInMinutes[second] as number);
      this.arrives(second);
    }
    this.readerFree(reader);
  }

  private readerFree(reader: number): void {
    if (this.board.readers.idle[reader] === 0 || this.board.waitingCount === 0) return;
    const read = this.timed(() => this.policy.readFor(reader));
    if (read !== NONE && !this.start(read, reader)) this.readerFree(reader);
  }

  /** False where the rules refuse the pair now: it is passed by, and whoever decided is asked again. */
  private start(read: number, reader: number): boolean {
    if (this.day.refuses?.(read, reader, this.board.now)) {
      this.board.refuse(read, reader);
      return false;
    }
    this.witness.watch(read, reader);
    this.board.open(read, reader);
    this.shown[reader] = NONE;
    const endsAt = this.board.now + this.board.readingMinutes(read, reader);
    this.record.startedAt[read] = this.board.now;
    this.endsAt[reader] = endsAt;
    this.completions.push(endsAt, reader);
    return true;
  }

  /** All who begin or end at this instant: who ends with others is not given what these leave. */
  private shiftsChange(): void {
    const changed: ShiftEdge[] = [];
    for (let edge = this.edges[this.nextEdge]; edge?.at === this.board.now; edge = this.edges[++this.nextEdge]) {
      changed.push(edge);
      this.board.setOnShift(edge.reader, edge.isStart);
    }
    for (const { reader, isStart, abrupt } of changed) if (!isStart) this.leaves(reader, abrupt);
    for (const { reader, isStart } of changed) if (isStart) this.readerFree(reader);
  }

  private leaves(reader: number, abrupt: boolean): void {
    const open = this.board.openRead[reader] as number;
    if (abrupt && open !== NONE && this.endsAt[reader] !== this.board.now) this.giveBack(open, reader);
    this.policy.readerLeft?.(reader);
  }

  /** Goes back to the queue at its old age. */
  private giveBack(read: number, reader: number): void {
    this.endsAt[reader] = Infinity;
    this.record.startedAt[read] = NaN;
    this.board.close(reader);
    this.board.readBy[read] = NONE;
    this.comesToWait(read);
  }

  private plan(): void {
    const { plan } = this.policy;
    if (!plan) return;
    this.nextPlanAt = this.board.now + plan.everyMinutes;
    const began = this.timer();
    const pairings = plan.make();
    this.record.planMs.push(this.timer() - began);
    for (const { read, reader } of pairings) this.start(read, reader);
    this.showNextUp();
  }

  private showNextUp(): void {
    for (let reader = 0; reader < this.shown.length; reader++) {
      const next = this.policy.nextUp?.(reader) ?? NONE;
      if (this.shown[reader] !== NONE && this.shown[reader] !== next) this.record.nextUpChanges++;
      this.shown[reader] = next;
    }
  }

  private settle(): void {
    this.nextSettleAt = this.board.now + SETTLE_EVERY_MINUTES;
    // Who was refused may be let now, and an overflow list may have opened: those who are idle look again.
    if (this.board.forgetRefusals() || this.day.overflow)
      this.board.readers.idle.forEach((_, reader) => this.readerFree(reader));
    this.shares.settle();
    this.forecasts.take();
  }

  private timed(decide: () => number): number {
    const began = this.timer();
    const answer = decide();
    this.record.decisionMs.push(this.timer() - began);
    return answer;
  }
}
