import type { Lognormal } from '../reading-time/lognormal.js';

/** A waiting read as a plan weighs it. */
export interface PlanWork {
  /** What missing the deadline costs. */
  weight: number;
  /** Deadline minus now; negative after it. */
  slackMinutes: number;
  waitedMinutes: number;
  /** Past it the read goes before all that is not critical; Infinity where nothing was promised. */
  maximumWaitMinutes: number;
  critical?: boolean;
  /** Whoever reads it. */
  expectedMinutes: number;
  /** Share between health systems, see `AtcQuestion.fairTerm`. */
  fairTerm?: number;
}

/** A reader who is there, idle or busy. */
export interface PlanReader {
  /** Expected minutes until they could start; 0 when idle. */
  freeInMinutes: number;
  /** See `OfferCandidate`. */
  scarcityShare?: number;
  surplusMinutes?: number;
}

/** What waits, who is there, and who may read what: works and readers are named by their place in the lists. */
export interface PlanQuestion {
  works: readonly PlanWork[];
  readers: readonly PlanReader[];
  /** Readers whom the hard rules and the open pools allow; nobody else is ever planned. */
  candidates: (work: number) => ArrayLike<number>;
  /** How long this reader takes for this work. */
  time: (work: number, reader: number) => Lognormal;
  /** Its mean, where that is known without asking the time. */
  minutes?: (work: number, reader: number) => number;
  /** Minutes for which this reader is the worse choice (tier), or, negative, the better (read the prior). */
  preferenceMinutes?: (work: number, reader: number) => number;
}
