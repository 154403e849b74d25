import { atcIndex } from '../atc-index.js';
import type { DispatchParams } from '../dispatch-params.js';
import type { PlanQuestion, PlanWork } from './plan-question.js';

/** The works a plan looks at, best first. */
export interface WorkOrder {
  /** Critical ones, then those past their maximum wait, the longest past it first: no price is weighed against them. */
  first: number[];
  /** By ATC index. */
  rest: number[];
}

/** Most pressing first, at most `limit` in all. The same order as `rankForReader`. */
export function orderWorks({ works, candidates }: PlanQuestion, limit: number, params: DispatchParams): WorkOrder {
  const score = new Float64Array(works.length);
  const first: number[] = [];
  const rest: number[] = [];
  works.forEach((work, index) => {
    const eligibleOnShift = candidates(index).length;
    if (eligibleOnShift === 0) return;
    score[index] = atcIndex({ ...work, eligibleOnShift }, params).total;
    (work.critical || overdueMinutes(work) > 0 ? first : rest).push(index);
  });
  const byIndex = (a: number, b: number): number => (score[b] as number) - (score[a] as number) || a - b;
  first.sort((a, b) => byBand(works[a] as PlanWork, works[b] as PlanWork) || byIndex(a, b));
  rest.sort(byIndex);
  return { first: first.slice(0, limit), rest: rest.slice(0, Math.max(0, limit - first.length)) };
}

const overdueMinutes = (work: PlanWork): number => work.waitedMinutes - work.maximumWaitMinutes;

const byBand = (a: PlanWork, b: PlanWork): number =>
  Number(b.critical ?? false) - Number(a.critical ?? false) ||
  Math.max(0, overdueMinutes(b)) - Math.max(0, overdueMinutes(a));
