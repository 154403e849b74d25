import type { DispatchParams } from './dispatch-params.js';

export interface AtcQuestion {
  /** What missing the deadline costs. */
  weight: number;
  /** Expected reading time of this reader, minutes. */
  expectedMinutes: number;
  /** Deadline minus now, minutes; negative after it. */
  slackMinutes: number;
  /** Eligible readers now on shift, this one included. */
  eligibleOnShift: number;
  /** Share between health systems: how far ahead of its share this one is. Left out for critical and STAT work. */
  fairTerm?: number;
}

/** The index and its terms; `total` is their sum. */
export interface AtcScore {
  total: number;
  terms: { worth: number; slack: number; scarcity: number; late: number; fairness: number };
}

/**
 * Apparent tardiness cost: breach weight per expected minute, discounted by slack; higher goes first. After Rachamadugu
 * and Morton (1983), with a pull for scarce skills:
 * `ln(w/p) - max(0, slack - 1.25 p)/S + a ln(1 + 8/N) - fair`, and `ln 0.1` once the deadline has passed.
 */
export function atcIndex(question: AtcQuestion, params: DispatchParams): AtcScore {
  const { weight, expectedMinutes, slackMinutes } = question;
  const spare = Math.max(0, slackMinutes - params.slackReadingTimes * expectedMinutes);
  const terms = {
    worth: Math.log(weight / expectedMinutes),
    slack: spare === 0 ? 0 : -spare / params.slackScaleMinutes,
    scarcity: params.scarcityFactor * Math.log(1 + params.scarcityReaders / Math.max(1, question.eligibleOnShift)),
    late: slackMinutes < 0 ? params.lateTerm : 0,
    fairness: question.fairTerm ? -question.fairTerm : 0,
  };
  return { total: terms.worth + terms.slack + terms.scarcity + terms.late + terms.fairness, terms };
}
