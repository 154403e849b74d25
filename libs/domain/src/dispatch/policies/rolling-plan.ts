import type { DispatchParams } from '../dispatch-params.js';
import { DEFAULT_PLAN_PARAMS } from '../plan/plan-params.js';
import type { PlanQuestion } from '../plan/plan-question.js';
import { planRound } from '../plan/plan-round.js';
import type { Lognormal } from '../reading-time/lognormal.js';
import type { DispatchBoard } from './dispatch-board.js';
import { NONE, type DispatchPolicy, type Pairing, type PolicyMaker } from './dispatch-policy.js';
import { cheapestIdle, IndexOrder, slackMinutes } from './index-policy.js';

/** Every half minute of the board. */
const PLAN_EVERY_MINUTES = 0.5;

/**
 * The rolling plan over the index: every half minute an auction gives each reader what they read next; what comes between
 * two plans, and whoever the plan left out, goes by the index. Critical work and work past its maximum wait is never
 * passed over for a planned read.
 */
export const rollingPlan: PolicyMaker = (board, { params }) => new RollingPlan(board, params);

class RollingPlan implements DispatchPolicy {
  readonly plan = { everyMinutes: PLAN_EVERY_MINUTES, make: () => this.makePlan() };
  private readonly order: IndexOrder;
  /** By reader: what they read next, in order. */
  private planned: number[][] = [];
  /** By read: for whom it is next. */
  private readonly nextOf = new Map<number, number>();

  constructor(
    private readonly board: DispatchBoard,
    private readonly params: DispatchParams,
  ) {
    this.order = new IndexOrder(board, params);
  }

  readFor(reader: number): number {
    const first = this.order.bestFor(reader);
    if (first === NONE) return NONE;
    const read = this.order.isFirst(first) ? first : this.plannedFor(reader, first);
    this.forget(read, reader);
    return read;
  }

  readerFor(read: number): number {
    return cheapestIdle(this.board, read, this.params);
  }

  nextUp(reader: number): number {
    return this.planned[reader]?.[0] ?? NONE;
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
    const { reads, readers, question } = questionOf(board, this.params);
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
function questionOf(board: DispatchBoard, params: DispatchParams) {
  const reads = Array.from(board.waiting.subarray(0, board.waitingCount)).sort((a, b) => a - b);
  const readers = Array.from({ length: board.readers.count }, (_, reader) => reader).filter(
    (reader) => board.readers.onShift[reader] === 1,
  );
  const placeOf = new Int32Array(board.readers.count).fill(NONE);
  readers.forEach((reader, place) => {
    placeOf[reader] = place;
  });
  const time: Lognormal = { mu: 0, sigma: board.sigma };
  const half = (board.sigma * board.sigma) / 2;
  const candidates = reads.map((read) => candidatesOf(board, read, placeOf));
  const question: PlanQuestion = {
    works: reads.map((read) => workOf(board, read, params)),
    readers: readers.map((reader) => ({
      freeInMinutes: board.freeInMinutes(reader),
      scarcityShare: board.readers.scarcityShare[reader] as number,
      surplusMinutes: board.readers.surplusMinutes[reader] as number,
    })),
    candidates: (work) => candidates[work] ?? [],
    time: (work, reader) => {
      time.mu = Math.log(board.expectedMinutes(reads[work] as number, readers[reader] as number)) - half;
      return time;
    },
    preferenceMinutes: (_, reader) => params.tierCost[board.readers.tier[readers[reader] as number] ?? 'onshore'],
  };
  return { reads, readers, question };
}

function candidatesOf(board: DispatchBoard, read: number, placeOf: Int32Array): number[] {
  const found: number[] = [];
  const eligible = board.eligible(read);
  for (let each = 0; each < eligible.length; each++) {
    const reader = eligible[each] as number;
    if (placeOf[reader] !== NONE && board.mayRead(read, reader)) found.push(placeOf[reader] as number);
  }
  return found;
}

function workOf(board: DispatchBoard, read: number, params: DispatchParams): PlanQuestion['works'][number] {
  const { reads, now } = board;
  const isOpinion = reads.opinion[read] === 1;
  const priority = isOpinion ? 'routine' : (reads.priority[read] ?? 'routine');
  return {
    weight: params.weights[priority],
    slackMinutes: slackMinutes(board, read, params.maximumWaitMinutes[priority]),
    waitedMinutes: now - (reads.queuedAt[read] as number),
    maximumWaitMinutes: isOpinion ? Infinity : params.maximumWaitMinutes[priority],
    critical: priority === 'critical',
    expectedMinutes: reads.expectedMinutes[read] as number,
  };
}
