import type { DispatchParams } from '../dispatch-params.js';
import { meanMinutes } from '../reading-time/lognormal.js';
import type { Weighing } from './arc-costs.js';
import { arcsOf } from './arc-costs.js';
import type { SparseAssignment } from './auction.js';
import { candidateCutter } from './cut-candidates.js';
import { orderWorks } from './order-works.js';
import type { PlanParams } from './plan-params.js';
import type { PlanQuestion, PlanReader, PlanWork } from './plan-question.js';
import type { SlotBook } from './slot-book.js';
import { slotBook } from './slot-book.js';

/** A round of the plan as an assignment: what goes first has its slot already, the rest is to be weighed. */
export interface PlanProblem {
  /** Column of each work that goes before all others, in their order; -1 where none was left. */
  first: { work: number; column: number }[];
  /** The works that are weighed: the rows. */
  rest: number[];
  problem: SparseAssignment;
  book: SlotBook;
}

/** Critical work, and work past its maximum wait, takes the soonest slots; the rest gets its arcs. */
export function planProblem(question: PlanQuestion, params: PlanParams, dispatch: DispatchParams): PlanProblem {
  const limit = params.worksPerSlot * params.slots * question.readers.length;
  const order = orderWorks(question, limit, dispatch);
  const weighing = weighingOf(question, [...order.first, ...order.rest], params, dispatch);
  const first = order.first.map((work) => ({ work, column: takeSoonest(weighing, work) }));
  return { first, rest: order.rest, problem: arcsOf(weighing, order.rest), book: weighing.book };
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
