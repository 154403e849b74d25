import type { FacilityId, HandBackId, HealthSystemId, StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Actor, DutyAttempt } from '../../reading/duties/duty.js';
import type { Priority } from '../../studies/study.js';
import type { Callee } from './call-list.js';

/** Why the network cannot read it in time. */
export const HAND_BACK_REASONS = ['nobody-eligible', 'cannot-be-in-time', 'network-downtime', 'other'] as const;
export type HandBackReason = (typeof HAND_BACK_REASONS)[number];

/** What somebody of the site said, by name: `at` is when they said it (RFC 3339), `by` who wrote it down. */
export interface SiteAnswer {
  name: string;
  role: string;
  at: string;
  note: string | null;
  by: Actor;
}

/**
 * The offer of a study back to its site, by phone, up the facility's call tree. The network keeps the study until somebody
 * of the site says by name that they take it: a call, a message or a fax takes nothing over.
 */
export interface HandBack {
  id: HandBackId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  facilityId: FacilityId;
  reason: HandBackReason;
  note: string | null;
  openedAt: Instant;
  openedBy: Actor;
  callees: Callee[];
  attempts: DutyAttempt[];
  /** Minutes that each of the callees has before the next is called too. */
  stepMinutes: number;
  /** Steps up the tree taken so far; one more than there are callees once the network's own have been told. */
  escalations: number;
  nextEscalationAt: Instant | null;
  /** They take it. */
  acknowledgement: SiteAnswer | null;
  /** They cannot: `note` says why. */
  refusal: SiteAnswer | null;
  /** Why nobody needs to take it any more. */
  withdrawal: string | null;
  /** Who of the site read it, when it was read, and in the note where its report is. */
  reading: SiteAnswer | null;
  /** Who of the site gave it back to the network after all, and why. */
  reclaim: SiteAnswer | null;
  endedAt: Instant | null;
  version: number;
}

export const HAND_BACK_STATES = ['open', 'acknowledged', 'read', 'reclaimed', 'refused', 'withdrawn'] as const;
export type HandBackState = (typeof HAND_BACK_STATES)[number];

export function handBackState(
  of: Pick<HandBack, 'acknowledgement' | 'refusal' | 'reading' | 'reclaim' | 'endedAt'>,
): HandBackState {
  if (of.reclaim !== null) return 'reclaimed';
  if (of.reading !== null) return 'read';
  if (of.acknowledgement !== null) return 'acknowledged';
  if (of.refusal !== null) return 'refused';
  return of.endedAt === null ? 'open' : 'withdrawn';
}

/** How long each contact has, by priority: minutes. */
export const HAND_BACK_STEP_MINUTES: Readonly<Record<Priority, number>> = {
  critical: 5,
  stat: 5,
  urgent: 15,
  routine: 30,
};

/** Whether the site was asked: somebody was called, or it has said that it cannot. */
export const wasOffered = ({ attempts, refusal }: Pick<HandBack, 'attempts' | 'refusal'>): boolean =>
  refusal !== null || attempts.length > 0;
