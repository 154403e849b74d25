import { DomainError } from '../../core/domain-error.js';
import type { RosterMoveId, RosterShiftId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { RosterShift } from '../network.js';
import type { RosterMove } from './roster-move.js';

export interface CallIn {
  id: RosterMoveId;
  shift: RosterShift;
  /** The new shift's. */
  workId: RosterShiftId;
  by: string;
  reason: string;
  warnings: string[];
}

/**
 * Calls in the reader who is on call just now: they work from now to the end of it. Being on call is the yes to it; they
 * are told at once. Conflicts: `roster/not-on-call` (the shift is no on-call shift, or not now), `roster/called-in`.
 */
export function callIn(
  { id, shift, workId, by, reason, warnings }: CallIn,
  theirs: readonly RosterShift[],
  now: Instant,
): { move: RosterMove; work: RosterShift } {
  if (shift.kind !== 'on-call' || now < shift.startsAt || now >= shift.endsAt) {
    throw new DomainError('conflict', 'roster/not-on-call', 'Nobody is on call with this shift now');
  }
  const name = `${shift.name} (called in)`;
  if (
    theirs.some((each) => each.kind !== 'on-call' && each.name === name && each.startsAt <= now && now < each.endsAt)
  ) {
    throw new DomainError('conflict', 'roster/called-in', 'They have been called in already');
  }
  const work: RosterShift = { ...shift, id: workId, name, kind: 'work', startsAt: now };
  const { readerId } = shift;
  const move: RosterMove = {
    id,
    readingGroupId: shift.readingGroupId,
    kind: 'call-in',
    state: 'done',
    shiftId: shift.id,
    otherShiftId: null,
    fromReaderId: readerId,
    toReaderId: readerId,
    awaiting: [],
    proposedBy: by,
    reason,
    warnings,
    proposedAt: now,
    decidedAt: now,
    version: 1,
  };
  return { move, work };
}
