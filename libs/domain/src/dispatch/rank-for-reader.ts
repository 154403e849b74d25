import type { FacilityId, ReaderId, ReadId, ReadingGroupId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { minutesBetween, plusMinutes } from '../core/instant.js';
import type { Tier } from '../network/network.js';
import { inOpenPool } from '../routing/ladder/open-pool.js';
import { readable } from '../routing/readable.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import type { AtcScore } from './atc-index.js';
import { atcIndex } from './atc-index.js';
import type { DispatchParams } from './dispatch-params.js';
import { isOpinion, workPriority } from './work-priority.js';

/** What of a read its place in the order stands on. */
export type RankableRead = Pick<
  Read,
  'id' | 'facilityId' | 'purpose' | 'state' | 'declinedBy' | 'ladder' | 'queuedAt' | 'dueAt' | 'expectedMinutes'
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
}

/** The reader the order is for; hard rules are tested elsewhere, before. */
export interface RankingReader {
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  /** Tier of the reader's present place towards a facility. */
  tierFor: (facilityId: FacilityId) => Tier;
}

/** `critical` first, then what waited past its cap, then by index. */
export const BANDS = ['critical', 'beyond-maximum-wait', 'indexed'] as const;
export type Band = (typeof BANDS)[number];

export interface RankedRead {
  readId: ReadId;
  studyId: Study['id'];
  band: Band;
  score: number;
  terms: AtcScore['terms'];
  slackMinutes: number;
  waitedMinutes: number;
  /** Minutes past the class's maximum wait; negative before. */
  overdueMinutes: number;
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
  return waiting
    .filter(({ read, study }) => read.state === 'queued' && readable(study) && sees(read, reader))
    .map((each) => rankOne(each, now, params))
    .sort(byRank);
}

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

function sees(read: RankableRead, reader: RankingReader): boolean {
  if (read.declinedBy.includes(reader.readerId)) return false;
  return inOpenPool(read, { ...reader, tier: reader.tierFor(read.facilityId) });
}

/** Place of one read in the order, whoever takes it. */
export function rankOne(waiting: WaitingRead, now: Instant, params: DispatchParams): RankedRead {
  const { read, study } = waiting;
  const priority = workPriority(read, study);
  const cap = params.maximumWaitMinutes[priority];
  const waitedMinutes = minutesBetween(read.queuedAt, now);
  // A read without a deadline is treated as due at its maximum wait: it never sinks without end.
  const slackMinutes = minutesBetween(now, read.dueAt ?? plusMinutes(read.queuedAt, cap));
  const pressing = priority === 'critical' || priority === 'stat';
  const { total, terms } = atcIndex(
    {
      weight: params.weights[priority],
      expectedMinutes: waiting.expectedMinutes ?? read.expectedMinutes,
      slackMinutes,
      eligibleOnShift: waiting.eligibleOnShift,
      fairTerm: pressing ? 0 : (waiting.fairTerm ?? 0),
    },
    params,
  );
  // The maximum wait is promised to patients: a second read past it goes before nobody.
  const overdueMinutes = isOpinion(read) ? Math.min(0, waitedMinutes - cap) : waitedMinutes - cap;
  const band = priority === 'critical' ? 'critical' : overdueMinutes > 0 ? 'beyond-maximum-wait' : 'indexed';
  return { readId: read.id, studyId: study.id, band, score: total, terms, slackMinutes, waitedMinutes, overdueMinutes };
}

/** By band; who is longest past the cap first, which is what bounds every wait; else by index, then age. */
function byRank(a: RankedRead, b: RankedRead): number {
  const band = BANDS.indexOf(a.band) - BANDS.indexOf(b.band);
  if (band !== 0) return band;
  if (a.overdueMinutes > 0 || b.overdueMinutes > 0) {
    const overdue = b.overdueMinutes - a.overdueMinutes;
    if (overdue !== 0) return overdue;
  }
  if (a.score !== b.score) return b.score - a.score;
  if (a.waitedMinutes !== b.waitedMinutes) return b.waitedMinutes - a.waitedMinutes;
  return a.readId < b.readId ? -1 : 1;
}
