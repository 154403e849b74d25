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
  const terms = {
    worth: worthTerm(question),
    slack: slackTerm(question, params),
    scarcity: scarcityTerm(question, params),
    late: lateTerm(question, params),
    fairness: fairnessTerm(question),
  };
  return { total: terms.worth + terms.slack + terms.scarcity + terms.late + terms.fairness, terms };
}

/** `atcIndex(...).total` to the last bit, for who ranks thousands and tells no terms. */
export const atcTotal = (question: AtcQuestion, params: DispatchParams): number =>
  worthTerm(question) +
  slackTerm(question, params) +
  scarcityTerm(question, params) +
  lateTerm(question, params) +
  fairnessTerm(question);

const worthTerm = ({ weight, expectedMinutes }: AtcQuestion): number => Math.log(weight / expectedMinutes);

function slackTerm({ slackMinutes, expectedMinutes }: AtcQuestion, params: DispatchParams): number {
  const spare = slackMinutes - params.slackReadingTimes * expectedMinutes;
  return spare > 0 ? -spare / params.slackScaleMinutes : 0;
}

const scarcityTerm = ({ eligibleOnShift }: AtcQuestion, params: DispatchParams): number =>
  params.scarcityFactor * Math.log(1 + params.scarcityReaders / Math.max(1, eligibleOnShift));

const lateTerm = ({ slackMinutes }: AtcQuestion, params: DispatchParams): number =>
  slackMinutes < 0 ? params.lateTerm : 0;

const fairnessTerm = ({ fairTerm }: AtcQuestion): number => (fairTerm ? -fairTerm : 0);
