import type { ClockId, HealthSystemId, ReadId, ServiceLevelId, StudyId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';

export const MILESTONES = [
  'ordered',
  'exam-started',
  'exam-completed',
  'first-image',
  'images-complete',
  'case-complete',
  'offered',
  'assigned',
  'opened',
  'verbal-result',
  'preliminary',
  'second-read',
  'final',
  'addended',
  'critical-found',
  'critical-notified',
  'critical-acknowledged',
  'discrepancy-found',
  'discrepancy-acknowledged',
  'returned-to-site',
  'retracted',
  'delivered',
] as const;
export type MilestoneKind = (typeof MILESTONES)[number];

/** A target runs from `startedAt`; its state is derived, never stored as an overwritten number. */
export interface SlaClock {
  id: ClockId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  readId: ReadId;
  serviceLevelId: ServiceLevelId | null;
  name: string;
  startedAt: Instant;
  targetMinutes: number;
  /** The target from the start, moved by the pauses so far: those that have not ended yet to their latest end. */
  dueAt: Instant;
  warnAt: Instant;
  stoppedAt: Instant | null;
  /** Stopped without a result (read cancelled): counts nowhere. */
  voidedAt: Instant | null;
  /** Given back to the site without a result: never met, whenever it was due. */
  returnedAt: Instant | null;
  warnedAt: Instant | null;
  breachedAt: Instant | null;
  version: number;
}

export type ClockState = 'running' | 'paused' | 'met' | 'late';
