import type { DomainEvent } from '../core/event.js';
import type { DutyId, PairId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { NotificationDuty } from '../reading/duties/duty.js';
import type { Read } from '../studies/read.js';
import { type Compared, comparedEvent, type PairRows, pairUp } from './pairs/pair-up.js';
import type { ReadPair, StoredSampling } from './pairs/read-pair.js';
import { tellDifference } from './pairs/tell-difference.js';
import { sampleSecondRead, type SamplingTerms } from './sampling/sample-second-read.js';

export interface FollowTerms {
  /** The read whose result has just been handed in. */
  signed: Read;
  /** What a second read is drawn by; null where nobody samples. */
  sampling: SamplingTerms | null;
  newId: { pair: () => PairId; duty: () => DutyId };
}

/** What a signature means for second reads: rows that are new, to be saved in the change that signs. */
export interface Followed {
  reads: Read[];
  samplings: StoredSampling[];
  pairs: ReadPair[];
  duties: NotificationDuty[];
  events: DomainEvent[];
}

/**
 * What follows a signature: whether the study gets a second read, the pairs that it completes, and for each difference
 * that may matter a duty to tell the clinician's side at once. `rows` are as the signature leaves them.
 */
export function followSignature(rows: PairRows, { signed, sampling, newId }: FollowTerms, now: Instant): Followed {
  const compared = pairUp(rows, now, newId.pair);
  const sampled = sampling === null ? null : sampleSecondRead(rows, signed, sampling, now);
  const opened = compared
    .filter((each) => each.pair.difference === 'possibly-significant' && !isToldAlready(each, signed))
    .map((each) => tellDifference(rows, each, newId.duty(), now));
  return {
    reads: sampled?.read ? [sampled.read] : [],
    samplings: sampled === null ? [] : [sampled.decision],
    pairs: compared.map(({ pair }) => pair),
    duties: opened.map(({ duty }) => duty),
    events: [
      ...compared.map(({ pair }) => comparedEvent(rows, pair)),
      ...opened.map(({ event }) => event),
      ...(sampled?.events ?? []),
    ],
  };
}

/** A final that corrects a preliminary tells it itself as it is signed; where the preliminary comes later it is told here. */
const isToldAlready = ({ pair, secondReport }: Compared, signed: Read): boolean =>
  secondReport.kind !== 'opinion' && signed.id === pair.secondReadId;
