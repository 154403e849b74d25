import { DomainError } from '../../core/domain-error.js';
import type { RosterMoveId, RosterShiftId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Reader, ReadingSession, RosterShift } from '../network.js';
import { pauseInForce } from '../pause.js';
import type { RosterMove } from './roster-move.js';

const CALLED_IN = ' (called in)';

/** Whether a shift is the work of somebody who was called in. */
export const isCalledIn = ({ kind, name }: Pick<RosterShift, 'kind' | 'name'>): boolean =>
  kind !== 'on-call' && name.endsWith(CALLED_IN);

export interface OnCallReader {
  reader: Pick<Reader, 'pause'>;
  session: ReadingSession | null;
  shifts: readonly RosterShift[];
}

/**
 * The on-call shifts with which somebody may be called in now: those that run, of a reader who is not signed on, not paused,
 * and not called in already.
 */
export function onCallNow({ reader, session, shifts }: OnCallReader, now: Instant): RosterShift[] {
  const runs = ({ startsAt, endsAt }: RosterShift) => startsAt <= now && now < endsAt;
  const there = session !== null && session.endedAt === null && (session.until === null || session.until > now);
  if (there || pauseInForce(reader.pause, now) !== null) return [];
  const running = shifts.filter(runs);
  if (running.some(isCalledIn)) return [];
  return running.filter(({ kind }) => kind === 'on-call');
}

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
  const name = `${shift.name}${CALLED_IN}`;
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
