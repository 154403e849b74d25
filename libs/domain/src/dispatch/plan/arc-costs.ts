import type { DispatchParams } from '../dispatch-params.js';
import type { Lognormal } from '../reading-time/lognormal.js';
import { meanMinutes } from '../reading-time/lognormal.js';
import type { SparseAssignment } from './auction.js';
import { quickChanceBeyond, reachOf } from './breach-table.js';
import type { PlanParams } from './plan-params.js';
import type { PlanQuestion, PlanWork } from './plan-question.js';
import type { SlotBook } from './slot-book.js';

/** What a plan weighs with, ready for its inner loop. */
export interface Weighing {
  question: PlanQuestion;
  book: SlotBook;
  params: PlanParams;
  dispatch: DispatchParams;
  /** `candidates` of the question, few enough. */
  candidatesOf: (work: number) => ArrayLike<number>;
}

/** How long a read takes, what that comes to on average, and past what it never lasts, both in minutes. */
interface Reading {
  time: Lognormal;
  minutes: number;
  farthest: number;
}

/** One deviation is everybody's but where times were learned. */
class Reach {
  private sigma = Number.NaN;
  private reach = 0;

  of({ sigma }: Lognormal): number {
    if (sigma !== this.sigma) [this.sigma, this.reach] = [sigma, reachOf(sigma)];
    return this.reach;
  }
}

/**
 * What it costs that work with this slack starts in `start` minutes and takes `time`:
 * `weight (breachCost P(breach) + urgencyCost exp(-slack left / urgencyMinutes) + latenessCost lateness)`.
 */
function startCost(work: PlanWork, start: number, reading: Reading, params: PlanParams): number {
  const { time, minutes, farthest } = reading;
  const left = work.slackMinutes - start;
  const urgency = left <= 0 ? 1 : Math.exp(-left / params.urgencyMinutes);
  const late = Math.min(params.latenessCapMinutes, Math.max(0, minutes - left));
  // Most work is due well after anybody's longest reading of it.
  const chance = left > farthest ? 0 : quickChanceBeyond(time, left);
  return work.weight * (params.breachCost * chance + params.urgencyCost * urgency + params.latenessCost * late);
}

/** What giving this work to this reader costs whenever it starts: their minutes, and what stands for minutes. */
function readerCost({ question, params, dispatch }: Weighing, work: number, reader: number, minutes: number): number {
  const { scarcityShare = 0, surplusMinutes = 0 } = question.readers[reader] ?? {};
  return (
    params.readingCost *
    (minutes +
      dispatch.scarceReaderCost * scarcityShare +
      dispatch.balanceFactor * surplusMinutes +
      (question.preferenceMinutes?.(work, reader) ?? 0))
  );
}

/** Rows and arcs of these works towards all slots that are left. */
export function arcsOf(weighing: Weighing, works: readonly number[]): SparseAssignment {
  const { question, book, params } = weighing;
  const most = works.length * Math.min(params.candidatesPerWork, question.readers.length) * book.slots;
  const problem = {
    columns: book.start.length,
    offsets: new Int32Array(works.length + 1),
    column: new Int32Array(most),
    cost: new Float64Array(most),
    waitCost: new Float64Array(works.length),
  };
  // The share between health systems orders works among each other; it is no reason to leave a reader idle.
  const fair = works.map((each) => params.fairnessCost * (question.works[each]?.fairTerm ?? 0));
  const dearest = fair.reduce((a, b) => Math.max(a, b), 0);
  works.forEach((work, row) => {
    problem.waitCost[row] = dearest + addRow(weighing, work, { problem, row, share: fair[row] as number });
  });
  return problem;
}

/**
 * Adds the arcs of one work; answers what it costs to wait: a start after the last slot of its candidates, read by one of
 * them, both taken at their mean. Who waits is weighed anew at the next round.
 */
function addRow(
  weighing: Weighing,
  index: number,
  { problem, row, share }: { problem: SparseAssignment; row: number; share: number },
): number {
  const { question, book, params } = weighing;
  const work = question.works[index] as PlanWork;
  const candidates = weighing.candidatesOf(index);
  let arcs = problem.offsets[row] as number;
  const sum = { after: 0, minutes: 0, ever: 0, mu: 0, sigma: 0 };
  const reach = new Reach();
  for (let each = 0; each < candidates.length; each++) {
    const reader = candidates[each] as number;
    const time = question.time(index, reader);
    const minutes = question.minutes?.(index, reader) ?? meanMinutes(time);
    const reading = { time, minutes, farthest: minutes * reach.of(time) };
    const ever = readerCost(weighing, index, reader, minutes);
    for (let slot = book.taken[reader] as number; slot < book.slots; slot++) {
      const to = reader * book.slots + slot;
      problem.column[arcs] = to;
      problem.cost[arcs++] = startCost(work, book.start[to] as number, reading, params) + ever + share;
    }
    sum.after += book.after[reader] as number;
    sum.minutes += minutes;
    sum.ever += ever;
    sum.mu += time.mu;
    sum.sigma += time.sigma;
  }
  problem.offsets[row + 1] = arcs;
  const count = candidates.length;
  const time = { mu: sum.mu / count, sigma: sum.sigma / count };
  const typical = { time, minutes: sum.minutes / count, farthest: Infinity };
  return startCost(work, sum.after / count, typical, params) + sum.ever / count;
}
