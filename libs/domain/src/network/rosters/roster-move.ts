import type { ReaderId, ReadingGroupId, RosterMoveId, RosterShiftId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

/** `swap`: two readers change shifts. `cover`: another reader takes a shift over. `call-in`: on-call becomes work. */
export const ROSTER_MOVE_KINDS = ['swap', 'cover', 'call-in'] as const;
export type RosterMoveKind = (typeof ROSTER_MOVE_KINDS)[number];

export const ROSTER_MOVE_STATES = ['proposed', 'done', 'declined', 'withdrawn'] as const;
export type RosterMoveState = (typeof ROSTER_MOVE_STATES)[number];

/** A change of who works a shift, from its proposal to what became of it. */
export interface RosterMove {
  id: RosterMoveId;
  readingGroupId: ReadingGroupId;
  kind: RosterMoveKind;
  state: RosterMoveState;
  shiftId: RosterShiftId;
  /** Of a swap, the other one. */
  otherShiftId: RosterShiftId | null;
  /** Who has the shift, and who gets it. */
  fromReaderId: ReaderId;
  toReaderId: ReaderId;
  /** Readers whose yes is still waited for. */
  awaiting: ReaderId[];
  proposedBy: string;
  reason: string;
  /** What the reader who gets a shift lacks for what it reads; they may work it, hard rules keep them from the rest. */
  warnings: string[];
  proposedAt: Instant;
  decidedAt: Instant | null;
  version: number;
}
