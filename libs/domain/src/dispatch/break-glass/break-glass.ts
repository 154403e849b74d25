import type {
  BreakGlassId,
  FacilityId,
  HandBackId,
  HealthSystemId,
  MassCasualtyId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  StudyId,
} from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { BrokenRule } from '../../eligibility/break-glass.js';
import type { Actor } from '../../reading/duties/duty.js';

/** As what somebody confirms: the first two always, the others when a cap on the reader's own work is passed. */
export const CONFIRMERS = ['facility-physician', 'medical-director', 'supervisor', 'reader'] as const;
export type Confirmer = (typeof CONFIRMERS)[number];

/** `at` is RFC 3339. */
export interface Confirmation {
  as: Confirmer;
  by: Actor;
  at: string;
  /** Given for the whole of a declared event, on this earlier act; null when it was given on this one. */
  givenOn: BreakGlassId | null;
}

export const REVIEW_OUTCOMES = ['justified', 'avoidable', 'not-justified'] as const;

export interface BreakGlassReview {
  outcome: (typeof REVIEW_OUTCOMES)[number];
  comment: string;
  by: Actor;
  at: string;
}

/**
 * A reader who fails named hard rules gives a preliminary or verbal result of one critical or STAT study, because nobody
 * eligible can in time and the site was asked first. An audited act of its own: the hard rules stay as they are.
 */
export interface BreakGlass {
  id: BreakGlassId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  facilityId: FacilityId;
  /** The read that stays owed to a fully eligible reader: the re-read. */
  readId: ReadId;
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  /** The declared event that it is part of. */
  eventId: MassCasualtyId | null;
  /** The offer to the site that came first. */
  handBackId: HandBackId;
  reason: string;
  rules: BrokenRule[];
  confirmations: Confirmation[];
  requestedBy: Actor;
  requestedAt: Instant;
  /** Good for nothing from then on unless it was taken: at most 24 h. */
  expiresAt: Instant;
  /** The last confirmation that was needed. */
  grantedAt: Instant | null;
  refusal: { by: Actor; at: string; reason: string } | null;
  /** When it was told that nobody had taken it before it expired. */
  lapsedAt: Instant | null;
  takenAt: Instant | null;
  /** The read it was taken as: issues a preliminary, nothing else. */
  takenReadId: ReadId | null;
  reviewDueAt: Instant | null;
  /** When the network was told that nobody had reviewed it in time. */
  reviewEscalatedAt: Instant | null;
  review: BreakGlassReview | null;
  version: number;
}

export const BREAK_GLASS_STATES = ['requested', 'granted', 'refused', 'expired', 'taken', 'reviewed'] as const;
export type BreakGlassState = (typeof BREAK_GLASS_STATES)[number];

export function breakGlassState(act: BreakGlass, now: Instant): BreakGlassState {
  if (act.review !== null) return 'reviewed';
  if (act.takenAt !== null) return 'taken';
  if (act.refusal !== null) return 'refused';
  if (act.expiresAt <= now) return 'expired';
  return act.grantedAt === null ? 'requested' : 'granted';
}

/** Who must confirm, in the order of `CONFIRMERS`. */
export function confirmersOf(rules: readonly BrokenRule[]): Confirmer[] {
  const own = rules.some(({ ground }) => ground === 'supervisor-and-reader');
  return CONFIRMERS.filter((as) => own || as === 'facility-physician' || as === 'medical-director');
}

/** Those who have not confirmed yet. */
export const missingConfirmers = ({ confirmations, rules }: Pick<BreakGlass, 'confirmations' | 'rules'>): Confirmer[] =>
  confirmersOf(rules).filter((as) => !confirmations.some((each) => each.as === as));
