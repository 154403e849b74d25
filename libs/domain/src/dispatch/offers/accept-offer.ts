import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { ReadingPlace, StudyReads } from './live-read.js';
import { changeOf, readableRead } from './live-read.js';
import { refuseOutsider, refusePinned, refuseTaken } from './offer-read.js';

export interface Acceptance {
  readId: ReadId;
  by: ReadingPlace;
}

/**
 * An offer can be taken once, by the reader it was made to, before the instant it expires. A queued read is assigned
 * and accepted in one: that is how the next one is taken. Conflicts: `offer/expired`, `read/taken` (says since when),
 * `read/not-open`, `read/declined`, `read/completed`, `read/cancelled`, `study/not-readable`; forbidden:
 * `offer/not-yours`.
 */
export function acceptOffer(rows: StudyReads, { readId, by }: Acceptance, now: Instant): Change<StudyReads, Read> {
  const read = readableRead(rows, readId);
  if (read.state === 'assigned') refuseOffer(read, by, now);
  else {
    refuseTaken(read);
    refuseOutsider(read, by);
    refusePinned(rows, read, by, now);
  }
  const next: Read = {
    ...read,
    state: 'in-progress',
    readerId: by.readerId,
    readingGroupId: by.readingGroupId,
    tier: by.tier,
    sessionId: by.sessionId,
    offerExpiresAt: null,
    startedAt: now,
    version: read.version + 1,
  };
  const data = { readerId: by.readerId, tier: by.tier };
  const started = studyEvent('read.started', rows.study, [read], data, next);
  if (read.state === 'assigned') return changeOf(rows, next, [started]);
  const taken = studyEvent(
    'read.assigned',
    rows.study,
    [read],
    { ...data, reason: 'taken', offerExpiresAt: null },
    next,
  );
  return changeOf(rows, next, [taken, started]);
}

function refuseOffer(read: Read, by: ReadingPlace, now: Instant): void {
  if (read.readerId !== by.readerId) {
    throw new DomainError('forbidden', 'offer/not-yours', 'The read is offered to another reader');
  }
  if (read.offerExpiresAt !== null && read.offerExpiresAt <= now) {
    const message = `The offer expired at ${read.offerExpiresAt.toISOString()}`;
    throw new DomainError('conflict', 'offer/expired', message);
  }
}
