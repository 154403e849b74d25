import type { DispatchParams } from '../dispatch-params.js';
import { chanceBeyond } from '../reading-time/lognormal.js';
import { auction } from './auction.js';
import type { CertifiedGap } from './certified-gap.js';
import { certifiedGap } from './certified-gap.js';
import type { PlanParams } from './plan-params.js';
import { planProblem } from './plan-problem.js';
import type { PlanQuestion, PlanWork } from './plan-question.js';

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
  const { first, rest, problem, book } = planProblem(question, params, dispatch);
  const nextUp: PlannedWork[][] = question.readers.map(() => []);
  const put = (work: number, column: number): void => {
    const reader = Math.floor(column / params.slots);
    const startMinutes = book.start[column] as number;
    const left = (question.works[work] as PlanWork).slackMinutes - startMinutes;
    nextUp[reader]?.push({
      work,
      reader,
      startMinutes,
      chanceOfBreach: chanceBeyond(question.time(work, reader), left),
    });
  };
  for (const { work, column } of first) if (column >= 0) put(work, column);
  const answer = auction(problem, { epsilon: params.epsilon, maximumBids: params.bidsPerWork * rest.length });
  rest.forEach((work, row) => {
    const arc = answer.chosen[row] as number;
    if (arc >= 0) put(work, problem.column[arc] as number);
  });
  for (const list of nextUp) list.sort((a, b) => a.startMinutes - b.startMinutes);
  return {
    nextUp,
    ...certifiedGap(problem, answer),
    epsilon: answer.epsilon,
    counts: {
      works: question.works.length,
      considered: first.length + rest.length,
      first: first.length,
      planned: nextUp.reduce((sum, list) => sum + list.length, 0),
      arcs: problem.offsets[rest.length] as number,
      bids: answer.bids,
    },
  };
}
