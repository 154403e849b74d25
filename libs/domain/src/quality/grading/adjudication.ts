import type {
  AdjudicationId,
  HealthSystemId,
  PairId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  StudyId,
} from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { RadpeerGrade } from './radpeer.js';

/** Whose reading a third, independent reader upholds. */
export const ADJUDICATION_OUTCOMES = ['first', 'second', 'neither'] as const;
export type AdjudicationOutcome = (typeof ADJUDICATION_OUTCOMES)[number];

/** A discordant pair in the hands of a third reader: who answers for it, until when, and what came of it. */
export interface Adjudication {
  id: AdjudicationId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  pairId: PairId;
  readId: ReadId;
  /** The group that was asked first; null when no contracted group could be, and the network answers for it. */
  ownerGroupId: ReadingGroupId | null;
  requestedAt: Instant;
  dueAt: Instant;
  adjudicatorId: ReaderId | null;
  outcome: AdjudicationOutcome | null;
  /** The adjudicator's own grade of the first read; null when none was given. */
  grade: RadpeerGrade | null;
  comment: string | null;
  decidedAt: Instant | null;
  version: number;
}
