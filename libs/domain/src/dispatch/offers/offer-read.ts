import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { plusMinutes } from '../../core/instant.js';
import { inOpenPool } from '../../routing/ladder/open-pool.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { pinAdmits } from '../levers/pin.js';
import type { ReadingPlace, StudyReads } from './live-read.js';
import { changeOf, readableRead } from './live-read.js';

export interface Offer {
  readId: ReadId;
  to: ReadingPlace;
  /** How long the reader has to accept. */
  offerSeconds: number;
}

/**
 * Offers a queued read to one reader until an instant. Refused (conflict) with `read/taken`, `read/not-open` (no open
 * step admits the reader), `read/declined` (they gave it back before), `read/completed`, `read/cancelled`,
 * `study/not-readable`.
 */
export function offerRead(rows: StudyReads, offer: Offer, now: Instant): Change<StudyReads, Read> {
  const read = readableRead(rows, offer.readId);
  refuseTaken(read);
  refuseOutsider(read, offer.to);
  refusePinned(rows, read, offer.to, now);
  const next = offered(read, offer, now);
  return changeOf(rows, next, [assignedEvent(rows, read, next, { reason: 'dispatch' })]);
}

/**
 * A manager offers the read to a reader of their choice, with a reason, whatever the ladder or an earlier decline
 * says; hard rules are tested elsewhere and always hold. An offer to someone else is withdrawn, and so is a read taken
 * but not opened; an opened one is refused with `read/opened`: its holder releases it first. A reader who has taken it already
 * keeps it as it is.
 */
export function assignRead(
  rows: StudyReads,
  assignment: Offer & { reason: string },
  now: Instant,
): Change<StudyReads, Read> {
  const read = readableRead(rows, assignment.readId);
  if (read.state === 'in-progress' && read.readerId === assignment.to.readerId) return { result: read };
  if (read.breakGlassId !== null) {
    throw new DomainError('conflict', 'read/break-glass', 'A read taken by break-glass is nobody else’s to read');
  }
  if (read.openedAt !== null) {
    const message = `The read is being read since ${read.openedAt.toISOString()}; release it first`;
    throw new DomainError('conflict', 'read/opened', message);
  }
  // A manager's word today is worth more than what was wanted before.
  const next = { ...offered(read, assignment, now), ...(read.pin ? { pin: null } : {}) };
  const events: DomainEvent[] = [];
  if (read.readerId !== null && read.readerId !== assignment.to.readerId) {
    events.push(
      studyEvent('read.released', rows.study, [read], { reason: 'reassigned', readerId: read.readerId }, next),
    );
  }
  events.push(assignedEvent(rows, read, next, { reason: assignment.reason, by: 'manager' }));
  return changeOf(rows, next, events);
}

/** `read/pinned` while the read is kept for somebody else. */
// oxlint-disable-next-line max-params -- the rows and the read of them, to whom, when: as in the rules around it
export function refusePinned({ study }: StudyReads, read: Read, to: ReadingPlace, now: Instant): void {
  if (pinAdmits(read, study, to, now)) return;
  throw new DomainError('conflict', 'read/pinned', `The read is kept for somebody else until ${read.pin?.until}`);
}

function offered(read: Read, { to, offerSeconds }: Offer, now: Instant): Read {
  return {
    ...read,
    state: 'assigned',
    readerId: to.readerId,
    readingGroupId: to.readingGroupId,
    tier: to.tier,
    sessionId: to.sessionId,
    offerExpiresAt: plusMinutes(now, offerSeconds / 60),
    startedAt: null,
    version: read.version + 1,
  };
}

function assignedEvent(rows: StudyReads, read: Read, next: Read, why: Record<string, string>): DomainEvent {
  const data = {
    ...why,
    readerId: next.readerId,
    tier: next.tier,
    offerExpiresAt: next.offerExpiresAt?.toISOString() ?? null,
  };
  return studyEvent('read.assigned', rows.study, [read], data, next);
}

/** `read/taken`, with since when, unless the read is queued. */
export function refuseTaken(read: Read): void {
  if (read.state === 'queued') return;
  const since = read.startedAt === null ? 'is offered to a reader' : `was taken at ${read.startedAt.toISOString()}`;
  throw new DomainError('conflict', 'read/taken', `The read ${since}`, {
    facts: {
      takenAt: read.startedAt?.toISOString() ?? null,
      offerExpiresAt: read.offerExpiresAt?.toISOString() ?? null,
    },
  });
}

/** `read/not-open` when no open step admits the reader, `read/declined` when they gave it back before. */
export function refuseOutsider(read: Read, to: ReadingPlace): void {
  if (!inOpenPool(read, to)) {
    const message = `No open step of the ladder admits ${to.tier} readers of this group`;
    throw new DomainError('conflict', 'read/not-open', message);
  }
  if (read.declinedBy.includes(to.readerId)) {
    throw new DomainError('conflict', 'read/declined', 'The reader declined this read or gave it back');
  }
}
