import { DomainError } from '../../core/domain-error.js';
import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { RosterShift } from '../network.js';
import { refuseOver } from './propose-move.js';
import type { RosterMove } from './roster-move.js';

/** The shifts of a move as they stand; those that are gone are left out. */
export type MoveShifts = readonly RosterShift[];

/**
 * A reader says yes. With the last yes that is waited for the shifts change hands, if they are still whose they were;
 * again it changes nothing. Forbidden: `roster/not-asked`. Conflicts: `roster/move-decided`, `roster/shift-changed`,
 * `roster/shift-over`.
 */
export function agreeToMove(
  move: RosterMove,
  { by, shifts }: { by: ReaderId; shifts: MoveShifts },
  now: Instant,
): { move: RosterMove; shifts: RosterShift[] } {
  if (!move.awaiting.includes(by)) {
    const concerned = by === move.fromReaderId || by === move.toReaderId;
    if (concerned && move.state !== 'declined' && move.state !== 'withdrawn') return { move, shifts: [] };
    throw new DomainError('forbidden', 'roster/not-asked', 'Your yes is not what the move waits for');
  }
  requireOpen(move);
  const awaiting = move.awaiting.filter((each) => each !== by);
  const next: RosterMove = { ...move, awaiting, version: move.version + 1 };
  if (awaiting.length > 0) return { move: next, shifts: [] };
  return { move: { ...next, state: 'done', decidedAt: now }, shifts: movedShifts(move, shifts, now) };
}

/** A reader who is asked says no, or whoever proposed it takes it back. Conflict: `roster/move-decided`. */
export function endMove(move: RosterMove, state: 'declined' | 'withdrawn', now: Instant): RosterMove {
  requireOpen(move);
  return { ...move, state, awaiting: [], decidedAt: now, version: move.version + 1 };
}

/** The shifts with their new readers. Conflicts: `roster/shift-changed`, `roster/shift-over`. */
export function movedShifts(move: RosterMove, shifts: MoveShifts, now: Instant): RosterShift[] {
  const { shiftId, otherShiftId, fromReaderId, toReaderId } = move;
  const hands = [
    { id: shiftId, from: fromReaderId, to: toReaderId },
    ...(otherShiftId === null ? [] : [{ id: otherShiftId, from: toReaderId, to: fromReaderId }]),
  ];
  return hands.map(({ id, from, to }) => {
    const shift = shifts.find((each) => each.id === id);
    if (!shift || shift.readerId !== from) {
      throw new DomainError('conflict', 'roster/shift-changed', 'The roster has changed since: propose it anew');
    }
    refuseOver(shift, now);
    return { ...shift, readerId: to };
  });
}

function requireOpen({ state, decidedAt }: RosterMove): void {
  if (state === 'proposed') return;
  throw new DomainError('conflict', 'roster/move-decided', `The move was ${state} at ${decidedAt?.toISOString()}`);
}
