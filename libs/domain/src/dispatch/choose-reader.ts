import type { ReaderId, ReadingSessionId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Tier } from '../network/network.js';
import type { PoolMember } from '../routing/ladder/open-pool.js';
import { inOpenPool } from '../routing/ladder/open-pool.js';
import type { Read } from '../studies/read.js';
import type { DispatchParams } from './dispatch-params.js';
import type { Kin } from './fairness/kinship.js';

/** An idle reader who passes every hard rule for the read and takes offers. */
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
  };
}

export interface ReaderChoice {
  chosen: OfferCandidate | null;
  /** All who were weighed, best first; `weighed` with the facts of each, in the same order. */
  ranked: CandidateScore[];
  weighed: OfferCandidate[];
}

/** What of a read the choice of its reader stands on. */
export type ReadToOffer = Pick<Read, 'ladder' | 'declinedBy' | 'expectedMinutes'>;

/**
 * Who is offered a read among idle eligible readers: least cost in expected minutes plus what it takes from scarce
 * skills, tiers and balance. Those outside the open pools, or who declined it, are not weighed.
 */
export function chooseReader(
  read: ReadToOffer,
  candidates: readonly OfferCandidate[],
  params: DispatchParams,
): ReaderChoice {
  const weighed = candidates
    .filter((each) => inOpenPool(read, each) && !read.declinedBy.includes(each.readerId))
    .map((candidate) => ({ candidate, cost: costOf(read, candidate, params) }))
    .sort((a, b) => a.cost.score - b.cost.score || byTurn(a.candidate, b.candidate));
  return {
    chosen: weighed[0]?.candidate ?? null,
    ranked: weighed.map(({ cost }) => cost),
    weighed: weighed.map(({ candidate }) => candidate),
  };
}

function costOf(read: ReadToOffer, candidate: OfferCandidate, params: DispatchParams): CandidateScore {
  const question = { ...candidate, expectedMinutes: candidate.expectedMinutes ?? read.expectedMinutes };
  const terms = {
    expectedMinutes: question.expectedMinutes,
    scarcity: scarcityCost(question, params),
    tier: tierCost(question, params),
    balance: balanceCost(question, params),
    continuity: continuityCost(question, params),
    batch: batchCost(question, params),
    spread: spreadCost(question, params),
  };
  return { readerId: candidate.readerId, tier: candidate.tier, score: readerCost(question, params), terms };
}

/** What a reader costs for a read, in plain numbers. */
export type ReaderCostQuestion = Pick<
  OfferCandidate,
  'tier' | 'scarcityShare' | 'surplusMinutes' | 'readPrior' | 'kin' | 'sharesTrauma'
> & {
  expectedMinutes: number;
};

/** Cost of giving a read to a reader, in expected minutes: the sum of its terms. The simulator chooses by it as well. */
export const readerCost = (question: ReaderCostQuestion, params: DispatchParams): number =>
  question.expectedMinutes +
  scarcityCost(question, params) +
  tierCost(question, params) +
  balanceCost(question, params) +
  continuityCost(question, params) +
  batchCost(question, params) +
  spreadCost(question, params);

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

/** Who has been idle longest; ids only so that the same question has the same answer. */
const byTurn = (a: OfferCandidate, b: OfferCandidate): number =>
  a.idleSince.getTime() - b.idleSince.getTime() || (a.readerId < b.readerId ? -1 : 1);
