import type { DispatchParams } from '../dispatch-params.js';
import { chanceBeyond, meanMinutes } from '../reading-time/lognormal.js';
import type { Weighing } from './arc-costs.js';
import { arcsOf } from './arc-costs.js';
import { auction } from './auction.js';
import type { CertifiedGap } from './certified-gap.js';
import { certifiedGap } from './certified-gap.js';
import { candidateCutter } from './cut-candidates.js';
import { orderWorks } from './order-works.js';
import type { PlanParams } from './plan-params.js';
import type { PlanQuestion, PlanReader, PlanWork } from './plan-question.js';
import { slotBook } from './slot-book.js';

/** One work in a reader's plan. */
export interface PlannedWork {
  work: number;
  reader: number;
  /** Expected minutes from now. */
  startMinutes: number;
  /** Chance (0..1) of missing the deadline when it starts then. */
  chanceOfBreach: number;
}

/** Who reads what next. `cost`, `bound` and `gap` are of what was weighed: work that goes first is not. */
export interface Plan extends CertifiedGap {
  /** By reader, in the order to read. */
  nextUp: PlannedWork[][];
  /** The auction's, at its end. */
  epsilon: number;
  counts: {
    works: number;
    /** After the cut to what the slots could take. */
    considered: number;
    /** Critical, or past the maximum wait. */
    first: number;
    planned: number;
    arcs: number;
    bids: number;
  };
}

/**
 * One round of the rolling plan: what each reader reads next, so that the sum over all is near least. Critical work, and
 * work past its maximum wait, takes the soonest slot in the order of `rankForReader` before anything else is weighed.
 */
export function planRound(question: PlanQuestion, params: PlanParams, dispatch: DispatchParams): Plan {
  const { works, readers } = question;
  const limit = params.worksPerSlot * params.slots * readers.length;
  const { first, rest } = orderWorks(question, limit, dispatch);
  const weighing = weighingOf(question, [...first, ...rest], params, dispatch);
  const nextUp: PlannedWork[][] = readers.map(() => []);
  const put = (work: number, column: number): void => {
    const reader = Math.floor(column / params.slots);
    const startMinutes = weighing.book.start[column] as number;
    const left = (works[work] as PlanWork).slackMinutes - startMinutes;
    nextUp[reader]?.push({
      work,
      reader,
      startMinutes,
      chanceOfBreach: chanceBeyond(question.time(work, reader), left),
    });
  };
  for (const work of first) {
    const column = takeSoonest(weighing, work);
    if (column >= 0) put(work, column);
  }
  const problem = arcsOf(weighing, rest);
  const answer = auction(problem, { epsilon: params.epsilon, maximumBids: params.bidsPerWork * rest.length });
  rest.forEach((work, row) => {
    const arc = answer.chosen[row] as number;
    if (arc >= 0) put(work, problem.column[arc] as number);
  });
  for (const list of nextUp) list.sort((a, b) => a.startMinutes - b.startMinutes);
  const planned = nextUp.reduce((sum, list) => sum + list.length, 0);
  const arcs = problem.offsets[rest.length] as number;
  const counts = { works: works.length, considered: first.length + rest.length, first: first.length, planned };
  const { epsilon, bids } = answer;
  return { nextUp, ...certifiedGap(problem, answer), epsilon, counts: { ...counts, arcs, bids } };
}

function weighingOf(
  question: PlanQuestion,
  considered: readonly number[],
  params: PlanParams,
  dispatch: DispatchParams,
): Weighing {
  const { readers, works } = question;
  const minutes = considered.reduce((sum, each) => sum + (works[each] as PlanWork).expectedMinutes, 0);
  const book = slotBook(readers, params.slots, minutes / Math.max(1, considered.length));
  const cut = candidateCutter(rankOf(readers, dispatch), params.candidatesPerWork);
  return { question, book, params, dispatch, candidatesOf: (work) => cut(work, question.candidates(work)) };
}

/** Place of each reader in the order of who is free first and missed least. */
function rankOf(readers: readonly PlanReader[], { scarceReaderCost }: DispatchParams): Int32Array {
  const late = readers.map(({ freeInMinutes, scarcityShare = 0 }) => freeInMinutes + scarceReaderCost * scarcityShare);
  const order = readers.map((_, reader) => reader).sort((a, b) => (late[a] as number) - (late[b] as number) || a - b);
  const rank = new Int32Array(readers.length);
  order.forEach((reader, place) => {
    rank[reader] = place;
  });
  return rank;
}

/** The slot among all candidates' that ends first; -1 when none is left. */
function takeSoonest({ question, book }: Weighing, work: number): number {
  const candidates = question.candidates(work);
  let best = -1;
  let ends = Infinity;
  for (let each = 0; each < candidates.length; each++) {
    const reader = candidates[each] as number;
    const slot = book.taken[reader] as number;
    if (slot === book.slots) continue;
    const column = reader * book.slots + slot;
    const end = (book.start[column] as number) + meanMinutes(question.time(work, reader));
    if (end < ends) [best, ends] = [column, end];
  }
  if (best >= 0) book.taken[Math.floor(best / book.slots)] = (best % book.slots) + 1;
  return best;
}
