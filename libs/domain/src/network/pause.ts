import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { DomainEvent, EventType } from '../core/event.js';
import { plusMinutes, type Instant } from '../core/instant.js';
import type { PauseKind, Reader, ReadingGroup, WorkPause } from './network.js';

export interface PauseRequest {
  /** Null lasts until somebody ends it. */
  minutes: number | null;
  by: string;
  reason: string;
}

/** The pause while it lasts, else null. */
export const pauseInForce = (pause: WorkPause | null | undefined, now: Instant): WorkPause | null =>
  pause && (pause.until === null || now < new Date(pause.until)) ? pause : null;

/**
 * Keeps new work from a reader. What they hold or are offered stays theirs. The reader's version grows, which stops an
 * offer that is being made at this moment. Conflicts: `reader/retired`, `reader/paused` (who paused them, until when).
 */
export function pauseReader(reader: Reader, request: PauseRequest, now: Instant): Change<{ reader: Reader }, Reader> {
  refuseStopped('reader', reader, now);
  const next = { ...reader, pause: pauseOf('paused', request, now), version: reader.version + 1 };
  return { next: { reader: next }, events: [readerEvent('reader.paused', next, factsOf(next.pause))], result: next };
}

/** Ends a reader's pause; without one it changes nothing. */
export function resumeReader(
  reader: Reader,
  { by, reason }: Omit<PauseRequest, 'minutes'>,
  now: Instant,
): Change<{ reader: Reader }, Reader> {
  if (pauseInForce(reader.pause, now) === null) return { result: reader };
  const next = { ...reader, pause: null, version: reader.version + 1 };
  return { next: { reader: next }, events: [readerEvent('reader.resumed', next, { by, reason })], result: next };
}

/**
 * Keeps new work from a whole group, or drains it; critical work still comes, and what nobody else may read. A pause may
 * become a drain and the other way round. Conflicts: `group/retired`, `group/paused` or `group/draining` when it is that
 * already.
 */
export function pauseGroup(
  group: ReadingGroup,
  { kind, ...request }: PauseRequest & { kind: PauseKind },
  now: Instant,
): Change<{ group: ReadingGroup }, ReadingGroup> {
  if (pauseInForce(group.pause, now)?.kind === kind || group.retiredAt !== null) refuseStopped('group', group, now);
  const next = { ...group, pause: pauseOf(kind, request, now), version: group.version + 1 };
  const type = kind === 'paused' ? 'group.paused' : 'group.drained';
  return { next: { group: next }, events: [groupEvent(type, next, factsOf(next.pause))], result: next };
}

/** Ends a group's pause or drain; without one it changes nothing. */
export function resumeGroup(
  group: ReadingGroup,
  { by, reason }: Omit<PauseRequest, 'minutes'>,
  now: Instant,
): Change<{ group: ReadingGroup }, ReadingGroup> {
  if (pauseInForce(group.pause, now) === null) return { result: group };
  const next = { ...group, pause: null, version: group.version + 1 };
  return { next: { group: next }, events: [groupEvent('group.resumed', next, { by, reason })], result: next };
}

function refuseStopped(what: 'reader' | 'group', row: Reader | ReadingGroup, now: Instant): void {
  if (row.retiredAt !== null) throw new DomainError('conflict', `${what}/retired`, `The ${what} reads no more`);
  const pause = pauseInForce(row.pause, now);
  if (pause === null) return;
  const until = pause.until === null ? 'until somebody ends it' : `until ${pause.until}`;
  const message = `The ${what} is ${pause.kind} since ${pause.since} ${until}: ${pause.reason}`;
  throw new DomainError('conflict', `${what}/${pause.kind}`, message);
}

const pauseOf = (kind: PauseKind, { minutes, by, reason }: PauseRequest, now: Instant): WorkPause => ({
  kind,
  since: now.toISOString(),
  until: minutes === null ? null : plusMinutes(now, minutes).toISOString(),
  by,
  reason,
});

const factsOf = ({ until, reason }: WorkPause) => ({ until, reason });

const readerEvent = (type: EventType, reader: Reader, facts: DomainEvent['data']): DomainEvent => ({
  type,
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds: reader.readingGroupIds,
  readerIds: [reader.id],
  version: reader.version,
  data: { readerId: reader.id, ...facts },
});

const groupEvent = (type: EventType, group: ReadingGroup, facts: DomainEvent['data']): DomainEvent => ({
  type,
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds: [group.id],
  readerIds: [],
  version: group.version,
  data: { kind: 'reading-group', id: group.id, ...facts },
});
