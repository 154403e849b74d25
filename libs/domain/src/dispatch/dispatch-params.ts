import type { Tier } from '../network/network.js';
import type { Priority } from '../studies/study.js';

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
};
