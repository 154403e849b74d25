import type { Tier } from '../network/network.js';
import type { Priority } from '../studies/study.js';
import type { Kin } from './fairness/kinship.js';

/** What an operator may tune about the order of work and the choice of reader. */
export interface DispatchParams {
  /** What a missed deadline costs, by priority. */
  weights: Record<Priority, number>;
  /** Past this wait a read goes before everything but critical work. Minutes. */
  maximumWaitMinutes: Record<Priority, number>;
  /** How fast slack discounts: S of the ATC index. Minutes. */
  slackScaleMinutes: number;
  /** Reading times kept free before the deadline until slack counts as used up. */
  slackReadingTimes: number;
  /** Pull of work that few readers on shift can do. */
  scarcityFactor: number;
  scarcityReaders: number;
  /** Added once the deadline has passed, so that a lost study does not drag down those that can be saved. */
  lateTerm: number;
  /** Choosing a reader, in expected minutes: the most a scarce reader, a tier, or a stranger to the prior costs. */
  scarceReaderCost: number;
  tierCost: Record<Tier, number>;
  continuityBonus: number;
  /** Share of a reader's surplus of expected minutes over their fellows that counts as cost. */
  balanceFactor: number;
  /**
   * How likely the deadline is missed with a reader, times the weight, in expected minutes: choosing a reader who makes it
   * surer is worth so much of their time. Parameters of before knew none.
   */
  breachMinutes?: number;
  /**
   * Pressing work is kept, by priority, for a reader who is busy if they are free within so many minutes of its arrival and
   * make it that much surer; 0 keeps nothing.
   */
  keepMinutes?: Record<Priority, number>;
  /** What reading alike in a row is worth: to the index of urgent and routine work, and in expected minutes. */
  batch: { index: Record<Kin, number>; minutes: Record<Kin, number> };
  /** What it costs to read another exam of a trauma patient oneself: regions go to several readers at once. */
  spread: { index: number; minutes: number };
  /** Term of the share between health systems: of the logarithm of how far ahead one is, and the most it may be. */
  fairShare: { factor: number; most: number };
}

/** Tuned in the simulation behind the design (S = 15 min, a = 0.6, 1.25 reading times, ln 0.1 when late). */
export const DEFAULT_DISPATCH_PARAMS: DispatchParams = {
  weights: { critical: 20, stat: 10, urgent: 4, routine: 1 },
  maximumWaitMinutes: { critical: 30, stat: 120, urgent: 480, routine: 1440 },
  slackScaleMinutes: 15,
  slackReadingTimes: 1.25,
  scarcityFactor: 0.6,
  scarcityReaders: 8,
  lateTerm: Math.log(0.1),
  scarceReaderCost: 12,
  tierCost: { onshore: 0, nearshore: 1, offshore: 2 },
  continuityBonus: 3,
  balanceFactor: 0.05,
  // The rolling plan's own rate of exchange: a breach is 100, a minute of reading 0.6.
  breachMinutes: 166,
  keepMinutes: { critical: 5, stat: 10, urgent: 0, routine: 0 },
  batch: { index: { 'same-patient': 0.3, 'same-exam': 0.1 }, minutes: { 'same-patient': 2, 'same-exam': 0.5 } },
  spread: { index: 1, minutes: 15 },
  fairShare: { factor: 0.3, most: 0.5 },
};
