import type {
  AdjudicationId,
  HealthSystemId,
  PairId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  StudyId,
} from '../../core/ids.js';
import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';
import type { RadpeerGrade } from './radpeer.js';

/** Whose reading a third, independent reader upholds. */
export const ADJUDICATION_OUTCOMES = ['first', 'second', 'neither'] as const;
export type AdjudicationOutcome = (typeof ADJUDICATION_OUTCOMES)[number];

/** Who is called when nobody decides, and after how much of the time given. Each at most once. */
export const ADJUDICATION_STEPS = [
  { to: 'owner', atShare: 1 },
  { to: 'network', atShare: 1.5 },
] as const;

/** When a step is taken; null when there is none. */
export const escalationAt = (
  { dueAt, requestedAt }: Pick<Adjudication, 'dueAt' | 'requestedAt'>,
  step: number,
): Instant | null => {
  const share = ADJUDICATION_STEPS[step]?.atShare;
  return share === undefined ? null : plusMinutes(requestedAt, minutesBetween(requestedAt, dueAt) * share);
};

/** A discordant pair in the hands of a third reader: who answers for it, until when, and what came of it. */
export interface Adjudication {
  id: AdjudicationId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  pairId: PairId;
  readId: ReadId;
  /** A group that was asked, of neither reader where there is one; null when no contracted group could be, and the network answers for it. */
  ownerGroupId: ReadingGroupId | null;
  requestedAt: Instant;
  dueAt: Instant;
  adjudicatorId: ReaderId | null;
  outcome: AdjudicationOutcome | null;
  /** The adjudicator's own grade of the first read; null when none was given. */
  grade: RadpeerGrade | null;
  comment: string | null;
  decidedAt: Instant | null;
  /** Steps of escalation taken so far. */
  escalations: number;
  /** When the next step is taken unless it is decided; null when none is left. */
  nextEscalationAt: Instant | null;
  version: number;
}
