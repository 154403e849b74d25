import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { DomainEvent, EventType } from '../core/event.js';
import { FieldChecks } from '../core/field-checks.js';
import type { ReadingGroupId, ReadingSessionId } from '../core/ids.js';
import { minutesBetween, type Instant } from '../core/instant.js';
import { checkPlace } from './check-network.js';
import type { Place, Reader, ReadingGroup, ReadingSession, SessionMode } from './network.js';

const LONGEST_MINUTES = 24 * 60;

export interface SessionRows {
  reader: Reader;
  /** The reading groups the reader may sign on for. */
  groups: readonly ReadingGroup[];
  /** The session that is still open, if any: a reader is in one place at a time. */
  session: ReadingSession | null;
}

export interface SessionRequest {
  id: ReadingSessionId;
  /** May be left out by a reader of one group. */
  readingGroupId: ReadingGroupId | null;
  place: Place;
  mode: SessionMode;
  until: Instant | null;
}

export interface SessionStarted {
  started: ReadingSession;
  /** The session that was open before, now ended. Both have to be saved. */
  ended: ReadingSession | null;
}

/**
 * Signs a reader on for one group at the place they attest. One that is still open ends: who travels has a new session, and
 * with it a new tier. Errors: invalid `session/place-invalid`, `session/until-invalid`, `session/group-required`; forbidden
 * `session/not-in-group`, `session/reader-retired`.
 */
export function startSession(
  { reader, groups, session }: SessionRows,
  request: SessionRequest,
  now: Instant,
): Change<{ sessions: ReadingSession[] }, SessionStarted> {
  if (reader.retiredAt !== null && reader.retiredAt <= now) {
    throw new DomainError('forbidden', 'session/reader-retired', 'The reader no longer reads');
  }
  refuseBadRequest(request, now);
  const group = groupFor(reader, groups, request.readingGroupId, now);
  const { country, subdivision, zone } = request.place;
  const started: ReadingSession = {
    id: request.id,
    readerId: reader.id,
    readingGroupId: group.id,
    country,
    subdivision,
    zone,
    mode: request.mode,
    startedAt: now,
    until: request.until,
    endedAt: null,
    completedReads: 0,
    version: 1,
  };
  const before = session === null ? null : endSession(session, now);
  const ended = before?.next?.session ?? null;
  return {
    next: { sessions: ended === null ? [started] : [ended, started] },
    events: [...(before?.events ?? []), sessionEvent('reader.signed-on', started)],
    result: { started, ended },
  };
}

/** Signs a reader off; doing so again changes nothing. */
export function endSession(session: ReadingSession, now: Instant): Change<{ session: ReadingSession }, ReadingSession> {
  if (session.endedAt !== null) return { result: session };
  const ended = { ...session, endedAt: now, version: session.version + 1 };
  return { next: { session: ended }, events: [sessionEvent('reader.signed-off', ended)], result: ended };
}

function refuseBadRequest({ place, until }: SessionRequest, now: Instant): void {
  const checks = new FieldChecks();
  checkPlace(place, checks);
  const { errors } = checks;
  if (errors.length > 0) {
    throw new DomainError('invalid', 'session/place-invalid', errors.map((each) => each.message).join('; '), {
      errors,
    });
  }
  if (until !== null && (until <= now || minutesBetween(now, until) > LONGEST_MINUTES)) {
    const message = 'A session ends after now and within 24 h';
    throw new DomainError('invalid', 'session/until-invalid', message, {
      errors: [{ path: 'until', code: 'out-of-range', message }],
    });
  }
}

function groupFor(
  reader: Reader,
  groups: readonly ReadingGroup[],
  wanted: ReadingGroupId | null,
  now: Instant,
): ReadingGroup {
  const own = groups.filter(
    (group) => reader.readingGroupIds.includes(group.id) && (group.retiredAt === null || now < group.retiredAt),
  );
  const [first, second] = wanted === null ? own : own.filter((group) => group.id === wanted);
  if (first === undefined) {
    throw new DomainError('forbidden', 'session/not-in-group', 'The reader does not read for this group');
  }
  if (second !== undefined) {
    throw new DomainError('invalid', 'session/group-required', 'Which group: the reader reads for several', {
      errors: [{ path: 'readingGroup', code: 'required', message: 'The reader reads for several groups: name one' }],
    });
  }
  return first;
}

function sessionEvent(type: EventType, session: ReadingSession): DomainEvent {
  const { id, readerId, readingGroupId, country, subdivision, zone, mode, version } = session;
  return {
    type,
    healthSystemId: null,
    studyId: null,
    readId: null,
    readingGroupIds: [readingGroupId],
    readerIds: [readerId],
    version,
    data: { sessionId: id, readerId, readingGroupId, country, subdivision, zone, mode },
  };
}
