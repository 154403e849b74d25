import type { FacilityId, ReaderId, ReadId, ReadingGroupId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { minutesBetween, plusMinutes } from '../core/instant.js';
import type { Tier } from '../network/network.js';
import { inOpenPool, overflowFor, withOverflow, type PoolMember } from '../routing/ladder/open-pool.js';
import { readable } from '../routing/readable.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import type { AtcScore } from './atc-index.js';
import { atcIndex } from './atc-index.js';
import type { DispatchParams } from './dispatch-params.js';
import type { Kin } from './fairness/kinship.js';
import { compareInOrder, isPressing, placeInOrder } from './place-in-order.js';
import type { OrderPlace, PlaceQuestion } from './place-in-order.js';
import { pinAdmits, pinHolds } from './levers/pin.js';
import { isOpinion, workPriority } from './work-priority.js';

/** What of a read its place in the order stands on. */
export type RankableRead = Pick<
  Read,
  'id' | 'facilityId' | 'purpose' | 'state' | 'declinedBy' | 'pin' | 'ladder' | 'queuedAt' | 'dueAt' | 'expectedMinutes'
>;

/** A queued read with what the order needs to know. */
export interface WaitingRead {
  read: RankableRead;
  study: Pick<Study, 'id' | 'priority' | 'state' | 'hold'>;
  /** Eligible readers signed on. */
  eligibleOnShift: number;
  /** This reader's own expected minutes, where known; else the read's. */
  expectedMinutes?: number;
  /** Share between health systems, see `AtcQuestion.fairTerm`. */
  fairTerm?: number;
  /** What the read would be to this reader, see `kinshipOf`. */
  kin?: Kin | null;
  sharesTrauma?: boolean;
}

/** The reader the order is for; hard rules are tested elsewhere, before. */
export interface RankingReader {
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  /** Tier of the reader's present place towards a facility. */
  tierFor: (facilityId: FacilityId) => Tier;
  /** Signed on outside every rostered shift of their own. */
  offRoster?: boolean;
}

export interface RankedRead extends OrderPlace {
  readId: ReadId;
  studyId: Study['id'];
  terms: AtcScore['terms'];
  slackMinutes: number;
}

/**
 * The reads of a reader's open pools in the order to take them. Declined ones, and studies that cannot be read, are
 * left out. Age counts from `queuedAt`, which no decline, expiry or release resets.
 */
export function rankForReader(
  waiting: readonly WaitingRead[],
  reader: RankingReader,
  now: Instant,
  params: DispatchParams,
): RankedRead[] {
  const seen = waiting.filter(
    ({ read, study }) => read.state === 'queued' && readable(study) && sees({ read, study }, reader, now),
  );
  const lists = new Map(seen.map(({ read }) => [read.id, overflowFor(read, memberOf(reader, read), now)]));
  return withOverflow(rankAll(seen, now, params), ({ readId }) => lists.get(readId) ?? null, waitsForNoList);
}

/** Critical work, and what is past its maximum wait, is anybody's who may read it: the wait has a bound for everybody. */
export const waitsForNoList = ({ band }: Pick<OrderPlace, 'band'>): boolean =>
  band === 'critical' || band === 'beyond-maximum-wait';

const memberOf = (reader: RankingReader, { facilityId }: Pick<Read, 'facilityId'>): PoolMember => ({
  ...reader,
  tier: reader.tierFor(facilityId),
});

/** Reads in the order to offer them, whoever takes them: the same order as a reader's own. */
export function inOfferOrder<Each extends WaitingRead>(
  waiting: readonly Each[],
  now: Instant,
  params: DispatchParams,
): Each[] {
  return waiting
    .map((each) => ({ each, rank: rankOne(each, now, params) }))
    .sort((a, b) => byRank(a.rank, b.rank))
    .map(({ each }) => each);
}

/** What of a read and its study its rank stands on, whoever takes it. */
export interface RankQuestion extends Omit<WaitingRead, 'read' | 'study'> {
  read: Pick<RankableRead, 'id' | 'purpose' | 'pin' | 'declinedBy' | 'queuedAt' | 'dueAt' | 'expectedMinutes'>;
  study: Pick<Study, 'id' | 'priority'>;
}

/** The ranks of these reads, best first. */
export const rankAll = (waiting: readonly RankQuestion[], now: Instant, params: DispatchParams): RankedRead[] =>
  waiting.map((each) => rankOne(each, now, params)).sort(byRank);

function sees({ read, study }: Pick<WaitingRead, 'read' | 'study'>, reader: RankingReader, now: Instant): boolean {
  if (read.declinedBy.includes(reader.readerId) || !pinAdmits(read, study, reader, now)) return false;
  return inOpenPool(read, memberOf(reader, read));
}

const NOWHERE: OrderPlace = { band: 'indexed', overdueMinutes: 0, score: 0, waitedMinutes: 0 };

/** Place of one read in the order, whoever takes it. */
export function rankOne(waiting: RankQuestion, now: Instant, params: DispatchParams): RankedRead {
  const { read, study } = waiting;
  const priority = workPriority(read, study);
  const waitedMinutes = minutesBetween(read.queuedAt, now);
  // A read without a deadline is treated as due at its maximum wait: it never sinks without end.
  const dueAt = read.dueAt ?? plusMinutes(read.queuedAt, params.maximumWaitMinutes[priority]);
  const question: PlaceQuestion = {
    priority,
    opinion: isOpinion(read),
    waitedMinutes,
    weight: params.weights[priority],
    expectedMinutes: waiting.expectedMinutes ?? read.expectedMinutes,
    slackMinutes: minutesBetween(now, dueAt),
    eligibleOnShift: waiting.eligibleOnShift,
    fairTerm: isPressing(priority) ? 0 : (waiting.fairTerm ?? 0),
    kin: isPressing(priority) ? null : (waiting.kin ?? null),
    sharesTrauma: waiting.sharesTrauma ?? false,
  };
  const place = placeInOrder(question, params, { ...NOWHERE });
  return {
    readId: read.id,
    studyId: study.id,
    band: place.band === 'indexed' && pinHolds(read, study, now) ? 'pinned' : place.band,
    score: place.score,
    terms: atcIndex(question, params).terms,
    slackMinutes: question.slackMinutes,
    waitedMinutes,
    overdueMinutes: place.overdueMinutes,
  };
}

const byRank = (a: RankedRead, b: RankedRead): number => compareInOrder(a, b) || (a.readId < b.readId ? -1 : 1);
