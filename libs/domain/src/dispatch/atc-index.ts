import type { DispatchParams } from './dispatch-params.js';
import type { Kin } from './fairness/kinship.js';

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
  /** How the read is like what its reader has just read. Left out for critical and STAT work. */
  kin?: Kin | null;
  /** The reader has another read of the same trauma patient. */
  sharesTrauma?: boolean;
}

/** The index and its terms; `total` is their sum. */
export interface AtcScore {
  total: number;
  terms: {
    worth: number;
    slack: number;
    scarcity: number;
    late: number;
    fairness: number;
    batch: number;
    spread: number;
  };
}

/**
 * Apparent tardiness cost: breach weight per expected minute, discounted by slack; higher goes first. After Rachamadugu
 * and Morton (1983), with a pull for scarce skills:
 * `ln(w/p) - max(0, slack - 1.25 p)/S + a ln(1 + 8/N) - fair`, and `ln 0.1` once the deadline has passed. A little more for
 * what is like the read before, and less for another region of a trauma patient, which somebody else should take.
 */
export function atcIndex(question: AtcQuestion, params: DispatchParams): AtcScore {
  const terms = {
    worth: worthTerm(question),
    slack: slackTerm(question, params),
    scarcity: scarcityTerm(question, params),
    late: lateTerm(question, params),
    fairness: fairnessTerm(question),
    batch: batchTerm(question, params),
    spread: spreadTerm(question, params),
  };
  return { total: atcTotal(question, params), terms };
}

/** `atcIndex(...).total` to the last bit, for who ranks thousands and tells no terms. */
export const atcTotal = (question: AtcQuestion, params: DispatchParams): number =>
  worthTerm(question) +
  slackTerm(question, params) +
  scarcityTerm(question, params) +
  lateTerm(question, params) +
  fairnessTerm(question) +
  batchTerm(question, params) +
  spreadTerm(question, params);

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

const batchTerm = ({ kin }: AtcQuestion, params: DispatchParams): number => (kin ? params.batch.index[kin] : 0);

const spreadTerm = ({ sharesTrauma }: AtcQuestion, params: DispatchParams): number =>
  sharesTrauma ? -params.spread.index : 0;
