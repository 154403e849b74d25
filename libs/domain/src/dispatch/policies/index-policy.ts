import type { OrderPlace, PlaceQuestion } from '../place-in-order.js';
import { compareInOrder, placeInOrder } from '../place-in-order.js';
import { breachCost, mayBeKept, readerCost, type ReaderCostQuestion } from '../choose-reader.js';
import type { DispatchParams } from '../dispatch-params.js';
import { KeptFor } from '../kept-for.js';
import type { Urgency } from '../work-priority.js';
import type { DispatchBoard } from './dispatch-board.js';
import { NONE, type PolicyMaker } from './dispatch-policy.js';
import { leastIdle } from './pull-policy.js';

/**
 * The ATC index with a hard maximum wait, and skills conserved when a read finds several idle readers: the baseline as it
 * was published, by the server's functions.
 */
export const atc: PolicyMaker = (board, { params: tuned }) => {
  const params = withoutChances(tuned);
  const order = new IndexOrder(board, params);
  return { readFor: (reader) => order.bestFor(reader), readerFor: (read) => cheapestIdle(board, read, params) };
};

/** The choice of a reader as it was published: by minutes and skills, whatever the chance of being in time. */
export const withoutChances = (params: DispatchParams): DispatchParams => ({
  ...params,
  breachMinutes: 0,
  keepMinutes: { critical: 0, stat: 0, urgent: 0, routine: 0 },
});

/** The order of `rankForReader` over a board. */
export class IndexOrder {
  private best: OrderPlace = { ...NOWHERE };
  private found: OrderPlace = { ...NOWHERE };
  // One question for all: thousands are asked for one decision.
  private readonly question: PlaceQuestion = { ...NO_QUESTION };

  constructor(
    private readonly board: DispatchBoard,
    private readonly params: DispatchParams,
  ) {}

  /** First in the order for this reader, of what `admits` (all unless given). */
  bestFor(reader: number, admits?: (read: number) => boolean): number {
    const { board } = this;
    let best = NONE;
    for (let each = 0; each < board.waitingCount; each++) {
      const read = board.waiting[each] as number;
      if (!board.mayRead(read, reader) || (admits && !admits(read))) continue;
      this.place(read, board.expectedMinutes(read, reader), this.found);
      const order = best === NONE ? -1 : compareInOrder(this.found, this.best) || read - best;
      if (order >= 0) continue;
      best = read;
      [this.best, this.found] = [this.found, this.best];
    }
    return best;
  }

  /** Place of one read, whoever takes it. */
  placeOf(read: number, into: OrderPlace): OrderPlace {
    return this.place(read, this.board.reads.expectedMinutes[read] as number, into);
  }

  /** Whether nothing may be read before it but its like: critical, or past its maximum wait. */
  isFirst(read: number): boolean {
    return this.placeOf(read, this.found).band !== 'indexed';
  }

  private place(read: number, expectedMinutes: number, into: OrderPlace): OrderPlace {
    const { reads, now } = this.board;
    const { question } = this;
    question.opinion = reads.opinion[read] === 1;
    question.priority = question.opinion ? 'routine' : (reads.priority[read] ?? 'routine');
    question.waitedMinutes = now - (reads.queuedAt[read] as number);
    question.weight = this.params.weights[question.priority];
    question.expectedMinutes = expectedMinutes;
    question.slackMinutes = slackMinutes(this.board, read, this.params.maximumWaitMinutes[question.priority]);
    question.eligibleOnShift = this.board.eligibleOnShift(read);
    return placeInOrder(question, this.params, into);
  }
}

/** A read without a deadline is treated as due at its maximum wait, as in `rankOne`. */
export function slackMinutes({ reads, now }: DispatchBoard, read: number, maximumWaitMinutes: number): number {
  const dueAt = reads.dueAt[read] as number;
  return (dueAt === Infinity ? (reads.queuedAt[read] as number) + maximumWaitMinutes : dueAt) - now;
}

/** The idle reader whom the read costs least; the lower slot among equals. */
export function cheapestIdle(board: DispatchBoard, read: number, params: DispatchParams): number {
  const asked = questionOn(board, read, params);
  return leastIdle(board, read, (reader) => readerCost(asked(reader), params));
}

/** What is kept from idle readers for busy ones, as `chooseReader` would. */
export class KeptReads {
  private readonly kept: KeptFor<number, number>;

  constructor(
    private readonly board: DispatchBoard,
    private readonly params: DispatchParams,
  ) {
    this.kept = new KeptFor((read) => board.isWaiting(read));
  }

  isKept(read: number, idle: number): boolean {
    const reader = surerThan(this.board, { read, idle, isFor: (each) => this.kept.admits(each, read) }, this.params);
    if (reader !== NONE) this.kept.keep(reader, read);
    return reader !== NONE;
  }
}

/** The busy reader who makes it that much surer than this idle one, at the least cost; NONE where nobody does. */
function surerThan(
  board: DispatchBoard,
  { read, idle, isFor }: { read: number; idle: number; isFor: (reader: number) => boolean },
  params: DispatchParams,
): number {
  const urgency = urgencyOn(board, read, params);
  if (!mayBeKept(urgency, 0, params)) return NONE;
  const asked = questionOn(board, read, params);
  const unsure = breachCost(asked(idle), params);
  let [best, least] = [NONE, readerCost(asked(idle), params)];
  const { readers } = board;
  const eligible = board.eligible(read);
  for (let each = 0; each < eligible.length; each++) {
    const reader = eligible[each] as number;
    if (readers.onShift[reader] === 0 || readers.idle[reader] === 1 || !board.mayRead(read, reader)) continue;
    if (!isFor(reader)) continue;
    const free = board.freeInMinutes(reader);
    if (!mayBeKept(urgency, free, params)) continue;
    const question = asked(reader, free);
    if (breachCost(question, params) + free >= unsure) continue;
    const cost = readerCost(question, params);
    if (cost < least) [best, least] = [reader, cost];
  }
  return best;
}

function urgencyOn(board: DispatchBoard, read: number, { maximumWaitMinutes }: DispatchParams): Urgency {
  const { reads, now } = board;
  const priority = reads.opinion[read] === 1 ? 'routine' : (reads.priority[read] ?? 'routine');
  return {
    priority,
    slackMinutes: slackMinutes(board, read, maximumWaitMinutes[priority]),
    waitedMinutes: now - (reads.queuedAt[read] as number),
  };
}

/** What the cost of a reader for the read stands on; one object, filled anew for each reader. */
function questionOn(board: DispatchBoard, read: number, params: DispatchParams) {
  const { priority, slackMinutes } = urgencyOn(board, read, params);
  const { readers } = board;
  const question: ReaderCostQuestion = {
    tier: 'onshore',
    scarcityShare: 0,
    surplusMinutes: 0,
    readPrior: false,
    expectedMinutes: 0,
    weight: params.weights[priority],
    slackMinutes,
  };
  return (reader: number, freeInMinutes = 0): ReaderCostQuestion => {
    question.tier = readers.tier[reader] ?? 'onshore';
    question.scarcityShare = readers.scarcityShare[reader] as number;
    question.surplusMinutes = readers.surplusMinutes[reader] as number;
    question.expectedMinutes = board.expectedMinutes(read, reader);
    question.freeInMinutes = freeInMinutes;
    return question;
  };
}

const NOWHERE: OrderPlace = { band: 'indexed', overdueMinutes: 0, score: 0, waitedMinutes: 0 };
const NO_QUESTION: PlaceQuestion = {
  priority: 'routine',
  opinion: false,
  waitedMinutes: 0,
  weight: 1,
  expectedMinutes: 1,
  slackMinutes: 0,
  eligibleOnShift: 1,
};
