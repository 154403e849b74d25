import { DomainError } from '../../core/domain-error.js';
import type { ReaderId, RosterMoveId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { RosterShift } from '../network.js';
import type { RosterMove, RosterMoveKind } from './roster-move.js';

export interface MoveProposal {
  id: RosterMoveId;
  kind: Exclude<RosterMoveKind, 'call-in'>;
  shift: RosterShift;
  /** Of a swap, the shift that is given for it. */
  other: RosterShift | null;
  toReaderId: ReaderId;
  /** The reader who proposes, null for whoever leads the group. */
  byReaderId: ReaderId | null;
  by: string;
  reason: string;
  warnings: string[];
}

/**
 * Proposes a swap or a cover. Whoever gets or gives a shift says yes to it: not the one who proposes it, and of a cover that
 * the group's lead proposes not the one who is relieved, who may be past asking. Forbidden: `roster/not-concerned` (a reader
 * proposes what is between others). Invalid: `roster/same-reader`. Conflict: `roster/shift-over`.
 */
export function proposeMove(proposal: MoveProposal, now: Instant): RosterMove {
  const { id, kind, shift, other, toReaderId, byReaderId, by, reason, warnings } = proposal;
  const fromReaderId = shift.readerId;
  if (fromReaderId === toReaderId) {
    throw new DomainError('invalid', 'roster/same-reader', 'The shift is theirs already', {
      errors: [{ path: 'toReaderId', code: 'same', message: 'has the shift already' }],
    });
  }
  for (const each of [shift, ...(other ? [other] : [])]) refuseOver(each, now);
  const concerned = [fromReaderId, toReaderId];
  if (byReaderId !== null && !concerned.includes(byReaderId)) {
    throw new DomainError('forbidden', 'roster/not-concerned', 'The shift is between others');
  }
  const asked = kind === 'cover' && byReaderId === null ? [toReaderId] : concerned;
  return {
    id,
    readingGroupId: shift.readingGroupId,
    kind,
    state: 'proposed',
    shiftId: shift.id,
    otherShiftId: other?.id ?? null,
    fromReaderId,
    toReaderId,
    awaiting: asked.filter((readerId) => readerId !== byReaderId),
    proposedBy: by,
    reason,
    warnings,
    proposedAt: now,
    decidedAt: null,
    version: 1,
  };
}

/** `roster/shift-over` once the shift has ended. */
export function refuseOver({ endsAt, name }: RosterShift, now: Instant): void {
  if (now < endsAt) return;
  throw new DomainError('conflict', 'roster/shift-over', `The shift ${name} ended at ${endsAt.toISOString()}`);
}
