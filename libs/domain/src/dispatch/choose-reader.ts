import type { ReaderId, ReadingSessionId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Tier } from '../network/network.js';
import type { PoolMember } from '../routing/ladder/open-pool.js';
import { inStep } from '../routing/ladder/open-pool.js';
import type { Read } from '../studies/read.js';
import type { DispatchParams } from './dispatch-params.js';
import type { Urgency } from './work-priority.js';
import type { Kin } from './fairness/kinship.js';
import { quickChanceBeyond } from './plan/breach-table.js';
import { READING_SIGMA, withMean } from './reading-time/lognormal.js';

/** A reader who passes every hard rule for the read and takes offers: idle, or soon to be. */
export interface OfferCandidate extends PoolMember {
  sessionId: ReadingSessionId;
  /** Of the reader's record when they were weighed. */
  readerVersion: number;
  /** This reader's own expected minutes for the read, where known. */
  expectedMinutes?: number;
  /** Share (0..1) of arriving work that would fall on this reader: how scarce they are, 1 the scarcest. */
  scarcityShare: number;
  /** Expected minutes done beyond their fellows' mean; negative when behind. Remembered across sessions. */
  surplusMinutes: number;
  /** Read a prior of this patient, and independence allows it. */
  readPrior: boolean;
  /** How the read is like what they have just read. */
  kin?: Kin | null;
  /** They have another read of the same trauma patient. */
  sharesTrauma?: boolean;
  idleSince: Instant;
  /** Expected minutes until they could begin; absent where they are idle. */
  freeInMinutes?: number;
}

export interface CandidateScore {
  readerId: ReaderId;
  tier: Tier;
  /** Cost in expected minutes: lower is better; the sum of the terms. */
  score: number;
  terms: {
    expectedMinutes: number;
    scarcity: number;
    tier: number;
    balance: number;
    continuity: number;
    batch: number;
    spread: number;
    /** Where it was known how pressing the read is. */
    wait?: number;
    breach?: number;
  };
}

export interface ReaderChoice {
  /** Nobody, too, while the read is kept. */
  chosen: OfferCandidate | null;
  /** The busy reader it is kept for: with them it is that much surer to be in time. */
  keptFor: OfferCandidate | null;
  /** The best few of those who were weighed, best first; `best` with the facts of each, in the same order. */
  ranked: CandidateScore[];
  best: OfferCandidate[];
  /** How many were weighed. */
  weighed: number;
  /** As the choice was told it. */
  urgency?: Urgency;
}

/** So many of those who were weighed are told: worse ones change nothing about who is best, second or fifth. */
export const BEST_READERS = 8;

/** What of a read the choice of its reader stands on. Without its urgency nothing is said of the deadline. */
export interface ReadToOffer extends Pick<Read, 'ladder' | 'declinedBy' | 'expectedMinutes'> {
  urgency?: Urgency;
}

/**
 * Who is offered a read: least cost in expected minutes plus what it takes from scarce skills, tiers and balance, and what
 * the chance of missing the deadline with them is worth. Those outside the open pools, or who declined it, are not weighed.
 * Pressing work may come out as kept for a reader who is busy, see `mayBeKept`.
 */
export function chooseReader(
  read: ReadToOffer,
  candidates: readonly OfferCandidate[],
  params: DispatchParams,
): ReaderChoice {
  const open = read.ladder.filter((step) => step.openedAt !== null);
  const best = new BestCandidates();
  const busy: OfferCandidate[] = [];
  for (const each of candidates) {
    if (!open.some((step) => inStep(step, each)) || read.declinedBy.includes(each.readerId)) continue;
    if (each.freeInMinutes !== undefined) busy.push(each);
    else best.add(each, readerCost(questionOf(read, each, params), params));
  }
  // A busy reader counts where what is waited for is gained in the chance to be in time: quickness alone keeps nothing.
  // Without anybody idle nothing is kept: it waits.
  const unsure = best.first ? breachCost(questionOf(read, best.first, params), params) : -Infinity;
  for (const each of busy) {
    if (!mayBeKept(read.urgency, each.freeInMinutes ?? 0, params)) continue;
    const question = questionOf(read, each, params);
    if (breachCost(question, params) + waitCost(question) < unsure) best.add(each, readerCost(question, params));
  }
  const { first } = best;
  const kept = first?.freeInMinutes !== undefined;
  return {
    ...(read.urgency ? { urgency: read.urgency } : {}),
    chosen: kept ? null : first,
    keptFor: kept ? first : null,
    ranked: best.few.map(({ candidate }) => scoreOf(read, candidate, params)),
    best: best.few.map(({ candidate }) => candidate),
    weighed: best.count,
  };
}

/** The best few of a thousand, in order, without sorting the others. */
class BestCandidates {
  readonly few: { candidate: OfferCandidate; cost: number }[] = [];
  count = 0;

  get first(): OfferCandidate | null {
    return this.few[0]?.candidate ?? null;
  }

  add(candidate: OfferCandidate, cost: number): void {
    this.count += 1;
    let place = this.few.length;
    for (let before = this.few[place - 1]; before; before = this.few[place - 1]) {
      if (before.cost < cost || (before.cost === cost && byTurn(before.candidate, candidate) < 0)) break;
      place -= 1;
    }
    if (place >= BEST_READERS) return;
    this.few.splice(place, 0, { candidate, cost });
    if (this.few.length > BEST_READERS) this.few.pop();
  }
}

const questionOf = (
  { urgency, expectedMinutes }: ReadToOffer,
  candidate: OfferCandidate,
  params: DispatchParams,
): ReaderCostQuestion => ({
  tier: candidate.tier,
  scarcityShare: candidate.scarcityShare,
  surplusMinutes: candidate.surplusMinutes,
  readPrior: candidate.readPrior,
  kin: candidate.kin ?? null,
  sharesTrauma: candidate.sharesTrauma ?? false,
  freeInMinutes: candidate.freeInMinutes ?? 0,
  expectedMinutes: candidate.expectedMinutes ?? expectedMinutes,
  weight: urgency ? params.weights[urgency.priority] : 0,
  slackMinutes: urgency?.slackMinutes ?? null,
});

function scoreOf(read: ReadToOffer, candidate: OfferCandidate, params: DispatchParams): CandidateScore {
  const question = questionOf(read, candidate, params);
  const terms = {
    expectedMinutes: question.expectedMinutes,
    scarcity: scarcityCost(question, params),
    tier: tierCost(question, params),
    balance: balanceCost(question, params),
    continuity: continuityCost(question, params),
    batch: batchCost(question, params),
    spread: spreadCost(question, params),
    ...(read.urgency ? { wait: waitCost(question), breach: breachCost(question, params) } : {}),
  };
  return { readerId: candidate.readerId, tier: candidate.tier, score: readerCost(question, params), terms };
}

/** What a reader costs for a read, in plain numbers. */
export type ReaderCostQuestion = Pick<
  OfferCandidate,
  'tier' | 'scarcityShare' | 'surplusMinutes' | 'readPrior' | 'kin' | 'sharesTrauma' | 'freeInMinutes'
> & {
  expectedMinutes: number;
  /** What missing the deadline costs. */
  weight: number;
  /** Deadline minus now, minutes; null where nothing is due. */
  slackMinutes: number | null;
};

/**
 * Whether pressing work may be left for a reader who is busy: only in its first minutes, and only if they are free within
 * them. So nobody idle and eligible lets it wait for longer than that, whatever becomes of the busy one.
 */
export const mayBeKept = (
  urgency: Urgency | undefined,
  freeInMinutes: number,
  { keepMinutes }: DispatchParams,
): boolean => urgency !== undefined && urgency.waitedMinutes + freeInMinutes <= (keepMinutes?.[urgency.priority] ?? 0);

/** Cost of giving a read to a reader, in expected minutes: the sum of its terms. The simulator chooses by it as well. */
export const readerCost = (question: ReaderCostQuestion, params: DispatchParams): number =>
  question.expectedMinutes +
  scarcityCost(question, params) +
  tierCost(question, params) +
  balanceCost(question, params) +
  continuityCost(question, params) +
  batchCost(question, params) +
  spreadCost(question, params) +
  waitCost(question) +
  breachCost(question, params);

const scarcityCost = ({ scarcityShare }: ReaderCostQuestion, params: DispatchParams): number =>
  params.scarceReaderCost * scarcityShare;
const tierCost = ({ tier }: ReaderCostQuestion, params: DispatchParams): number => params.tierCost[tier];
const balanceCost = ({ surplusMinutes }: ReaderCostQuestion, params: DispatchParams): number =>
  params.balanceFactor * surplusMinutes;
const continuityCost = ({ readPrior }: ReaderCostQuestion, params: DispatchParams): number =>
  readPrior ? -params.continuityBonus : 0;
const batchCost = ({ kin }: ReaderCostQuestion, params: DispatchParams): number =>
  kin ? -params.batch.minutes[kin] : 0;
const spreadCost = ({ sharesTrauma }: ReaderCostQuestion, params: DispatchParams): number =>
  sharesTrauma ? params.spread.minutes : 0;
const waitCost = ({ freeInMinutes = 0 }: ReaderCostQuestion): number => freeInMinutes;

/** A reader who is said to be free in four minutes may as well be in six: a bird in the hand. */
const WAIT_MARGIN = 1.5;

/** What the chance (0..1) of missing the deadline with this reader is worth, in expected minutes. */
export function breachCost(question: ReaderCostQuestion, { breachMinutes = 0 }: DispatchParams): number {
  const { weight, slackMinutes, expectedMinutes, freeInMinutes = 0 } = question;
  if (slackMinutes === null || breachMinutes === 0) return 0;
  const left = slackMinutes - WAIT_MARGIN * freeInMinutes;
  return breachMinutes * weight * quickChanceBeyond(withMean(expectedMinutes, READING_SIGMA), left);
}

/** Who has been idle longest; ids only so that the same question has the same answer. */
const byTurn = (a: OfferCandidate, b: OfferCandidate): number =>
  a.idleSince.getTime() - b.idleSince.getTime() || (a.readerId < b.readerId ? -1 : 1);
