import type { DispatchParams } from '../dispatch-params.js';
import { DEFAULT_PLAN_PARAMS } from '../plan/plan-params.js';
import type { PlanQuestion, PlanWork } from '../plan/plan-question.js';
import { planRound } from '../plan/plan-round.js';
import type { Lognormal } from '../reading-time/lognormal.js';
import type { DispatchBoard } from './dispatch-board.js';
import { NONE, type DispatchPolicy, type Pairing, type PolicyMaker } from './dispatch-policy.js';
import { cheapestIdle, IndexOrder, KeptReads, slackMinutes, withoutChances } from './index-policy.js';

/** Every half minute of the board. */
const PLAN_EVERY_MINUTES = 0.5;

/**
 * The rolling plan over the index: every half minute an auction gives each reader what they read next; what comes between
 * two plans, and whoever the plan left out, goes by the index. Critical work and work past its maximum wait is never
 * passed over for a planned read.
 */
export const rollingPlan: PolicyMaker = (board, { params }) => new RollingPlan(board, params);

/** The same as it was published: whoever is idle is chosen by minutes and skills, and nothing is kept. */
export const plainPlan: PolicyMaker = (board, { params }) => new RollingPlan(board, withoutChances(params));

class RollingPlan implements DispatchPolicy {
  readonly plan = { everyMinutes: PLAN_EVERY_MINUTES, make: () => this.makePlan() };
  private readonly order: IndexOrder;
  private readonly asked: PlanBoard;
  private readonly kept: KeptReads;
  /** By reader: what they read next, in order. */
  private planned: number[][] = [];
  /** By read: for whom it is next. */
  private readonly nextOf = new Map<number, number>();

  constructor(
    private readonly board: DispatchBoard,
    private readonly params: DispatchParams,
  ) {
    this.order = new IndexOrder(board, params);
    this.asked = new PlanBoard(board, params);
    this.kept = new KeptReads(board, params);
  }

  readFor(reader: number): number {
    const first = this.firstFor(reader);
    if (first === NONE) return NONE;
    const read = this.order.isFirst(first) ? first : this.plannedFor(reader, first);
    this.forget(read, reader);
    return read;
  }

  readerFor(read: number): number {
    const reader = cheapestIdle(this.board, read, this.params);
    return reader !== NONE && this.kept.isKept(read, reader) ? NONE : reader;
  }

  nextUp(reader: number): number {
    return this.planned[reader]?.[0] ?? NONE;
  }

  /** First in the order, without what is kept for somebody else. */
  private firstFor(reader: number): number {
    const isTheirs = (read: number): boolean => !this.kept.isKept(read, reader);
    const first = this.order.bestFor(reader);
    return first === NONE || isTheirs(first) ? first : this.order.bestFor(reader, isTheirs);
  }

  /** The plan's next for this reader; else the first that is not next for another; else the first. */
  private plannedFor(reader: number, first: number): number {
    const next = this.planned[reader]?.find((read) => this.isWaiting(read) && this.board.mayRead(read, reader));
    if (next !== undefined) return next;
    if (!this.nextOf.has(first)) return first;
    const free = this.order.bestFor(reader, (read) => !this.nextOf.has(read));
    return free === NONE ? first : free;
  }

  private isWaiting(read: number): boolean {
    return this.board.isWaiting(read);
  }

  private forget(read: number, reader: number): void {
    this.nextOf.delete(read);
    const rest = (this.planned[reader] ?? []).filter((each) => each !== read && this.isWaiting(each));
    this.planned[reader] = rest;
    if (rest[0] !== undefined) this.nextOf.set(rest[0], reader);
  }

  private makePlan(): Pairing[] {
    const { board } = this;
    this.nextOf.clear();
    this.planned = [];
    if (board.waitingCount === 0) return [];
    const { reads, readers, question } = this.asked.ask();
    const { nextUp } = planRound(question, DEFAULT_PLAN_PARAMS, this.params);
    const pairings: Pairing[] = [];
    nextUp.forEach((list, index) => {
      const reader = readers[index] as number;
      const planned = list.map(({ work }) => reads[work] as number);
      const first = planned[0];
      if (first !== undefined && board.readers.idle[reader] === 1) pairings.push({ read: first, reader });
      this.planned[reader] = board.readers.idle[reader] === 1 ? planned.slice(1) : planned;
      const next = this.planned[reader]?.[0];
      if (next !== undefined) this.nextOf.set(next, reader);
    });
    return pairings;
  }
}

/** The board as the plan asks for it: reads and readers by their place in lists of those that count. */
class PlanBoard {
  private readers: number[] = [];
  /** By reader: their place in `readers`. */
  private readonly placeOf: Int32Array;
  /** By list of eligible readers: the places of those on shift. Kept until shifts change. */
  private readonly present = new Map<ArrayLike<number>, number[]>();
  private readonly works = new Map<number, PlanWork>();
  private readonly time: Lognormal;

  constructor(
    private readonly board: DispatchBoard,
    private readonly params: DispatchParams,
  ) {
    this.placeOf = new Int32Array(board.readers.count).fill(NONE);
    this.time = { mu: 0, sigma: board.sigma };
  }

  ask(): { reads: Int32Array; readers: readonly number[]; question: PlanQuestion } {
    const { board, params } = this;
    const reads = board.waiting.slice(0, board.waitingCount).sort();
    const readers = this.readersOnShift();
    const half = (board.sigma * board.sigma) / 2;
    const question: PlanQuestion = {
      works: Array.from(reads, (read) => this.workOf(read)),
      readers: readers.map((reader) => ({
        freeInMinutes: board.freeInMinutes(reader),
        scarcityShare: board.readers.scarcityShare[reader] as number,
        surplusMinutes: board.readers.surplusMinutes[reader] as number,
      })),
      candidates: (work) => this.candidatesOf(reads[work] as number),
      time: (work, reader) => {
        this.time.mu = Math.log(board.expectedMinutes(reads[work] as number, readers[reader] as number)) - half;
        return this.time;
      },
      minutes: (work, reader) => board.expectedMinutes(reads[work] as number, readers[reader] as number),
      preferenceMinutes: (_, reader) => params.tierCost[board.readers.tier[readers[reader] as number] ?? 'onshore'],
    };
    return { reads, readers, question };
  }

  private readersOnShift(): readonly number[] {
    const { onShift } = this.board.readers;
    const now: number[] = [];
    for (let reader = 0; reader < onShift.length; reader++) if (onShift[reader] === 1) now.push(reader);
    if (now.length === this.readers.length && now.every((reader, place) => this.readers[place] === reader)) {
      return this.readers;
    }
    this.readers = now;
    this.present.clear();
    this.placeOf.fill(NONE);
    now.forEach((reader, place) => {
      this.placeOf[reader] = place;
    });
    return now;
  }

  private candidatesOf(read: number): readonly number[] {
    const { board } = this;
    const eligible = board.eligible(read);
    let places = this.present.get(eligible);
    if (!places) {
      places = Array.from(eligible, (reader) => this.placeOf[reader] as number).filter((place) => place !== NONE);
      this.present.set(eligible, places);
    }
    return !board.isNarrowed(read)
      ? places
      : places.filter((place) => board.mayRead(read, this.readers[place] as number));
  }

  private workOf(read: number): PlanWork {
    const { board, params } = this;
    const work = this.works.get(read) ?? workOf(board, read, params);
    this.works.set(read, work);
    work.waitedMinutes = board.now - (board.reads.queuedAt[read] as number);
    work.slackMinutes = slackMinutes(board, read, params.maximumWaitMinutes[priorityOf(board, read)]);
    return work;
  }
}

const priorityOf = ({ reads }: DispatchBoard, read: number) =>
  reads.opinion[read] === 1 ? 'routine' : (reads.priority[read] ?? 'routine');

function workOf(board: DispatchBoard, read: number, params: DispatchParams): PlanWork {
  const priority = priorityOf(board, read);
  return {
    weight: params.weights[priority],
    slackMinutes: 0,
    waitedMinutes: 0,
    maximumWaitMinutes: board.reads.opinion[read] === 1 ? Infinity : params.maximumWaitMinutes[priority],
    critical: priority === 'critical',
    expectedMinutes: board.reads.expectedMinutes[read] as number,
  };
}
