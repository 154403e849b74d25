import type {
  BreakGlassId,
  FacilityId,
  HealthSystemId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  ReadingSessionId,
  StudyId,
} from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Tier } from '../network/network.js';
import type { Issues } from './study.js';

export const PURPOSES = ['primary', 'secondary', 'adjudication', 'consultation', 'addendum'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const READ_STATES = ['queued', 'assigned', 'in-progress', 'completed', 'cancelled'] as const;
export type ReadState = (typeof READ_STATES)[number];

/** Who may be offered the read at a step, before hard rules. Empty `readingGroupIds` means every contracted group. */
export interface Pool {
  tiers: Tier[];
  readingGroupIds: ReadingGroupId[];
  readerId: ReaderId | null;
  /** Only readers who are not on a rostered shift just now. */
  offRoster?: boolean;
  /** An overflow list: open to a reader whose own list is shorter than `below`, and then its next `shows` reads. */
  overflow?: { below: number; shows: number };
}

/** When a step opens: whichever of the set conditions comes first; `atOnce` opens with the read. */
export interface StepOpening {
  atOnce: boolean;
  /** Minutes after the read was queued. */
  afterMinutes: number | null;
  /** Share (0..1) of the time from queueing to the deadline. */
  atShareOfDeadline: number | null;
  /** When the chance of breach is above this share (0..1); a chance that nobody knows opens nothing. */
  whenForecastBreach?: number | null;
  /** Nobody eligible is signed on in the steps already open. */
  whenNobodySignedOn: boolean;
  /** Nobody eligible is signed on in the steps already open, and the read has waited so many minutes. */
  whenUncoveredAfterMinutes?: number | null;
  /** When the read of this ordinal has completed. */
  afterReadOrdinal: number | null;
}

export interface LadderStep {
  step: number;
  pool: Pool;
  opens: StepOpening;
  /** RFC 3339, null until opened. */
  openedAt: string | null;
  /** RFC 3339: closed by hand, and no condition opens it before this instant. */
  closedUntil?: string | null;
  /** Of an overflow list: what the leads of its groups have said to it, one answer a group. */
  answers?: OverflowAnswer[];
}

/**
 * `accepted`: the group's own work until an instant. `declined`: not on offer to the group any more. Plain JSON: instants are
 * RFC 3339.
 */
export interface OverflowAnswer {
  readingGroupId: ReadingGroupId;
  answer: 'accepted' | 'declined';
  /** Null of what was declined. */
  until: string | null;
  /** The person who said so, and why. */
  by: string;
  reason: string;
}

/** A read kept for one reader, or one group, for a time. Plain JSON: the instant is RFC 3339. */
export interface Pin {
  readerId: ReaderId | null;
  readingGroupId: ReadingGroupId | null;
  until: string;
  /** The person who wanted it, and why. */
  by: string;
  reason: string;
}

/** One reader's task on a study. */
export interface Read {
  id: ReadId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  facilityId: FacilityId;
  /** Place in the reading plan, from 0. */
  ordinal: number;
  purpose: Purpose;
  issues: Issues;
  independent: boolean;
  state: ReadState;
  /** Tier of the open pool, or of the holder once there is one. */
  tier: Tier | null;
  readingGroupId: ReadingGroupId | null;
  readerId: ReaderId | null;
  sessionId: ReadingSessionId | null;
  offerExpiresAt: Instant | null;
  dueAt: Instant | null;
  ladder: LadderStep[];
  /** Highest step opened so far; -1 while none is. */
  ladderStep: number;
  /** Readers who declined or let an offer expire: not offered again. */
  declinedBy: ReaderId[];
  /** Kept for somebody until an instant; see `pinHolds`. */
  pin?: Pin | null;
  /** Whether what this read bills may be billed: an offshore preliminary for US Medicare may not. */
  billable: boolean;
  /** Expected reading time, minutes. */
  expectedMinutes: number;
  queuedAt: Instant;
  startedAt: Instant | null;
  openedAt: Instant | null;
  imagesOpenedAt: Instant | null;
  /** When the holder was told that the read goes back for their silence. */
  idleWarnedAt?: Instant | null;
  /** When the holder last said that they are at it. */
  stillReadingAt?: Instant | null;
  completedAt: Instant | null;
  /** The act under which hard rules were set aside for it; null for every other read. */
  breakGlassId: BreakGlassId | null;
  version: number;
}
