import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { ReaderId, ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { StudyReads } from './live-read.js';
import { backInQueue, changeOf, liveRead } from './live-read.js';

/** `other` is counted against a reader's budget of skips; the rest never is. */
export const DECLINE_REASONS = ['competence', 'conflict', 'fatigue', 'technical', 'other'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** Whether a decline for this reason counts against the reader's small budget of skips. */
export const countsAgainstBudget = (reason: DeclineReason): boolean => reason === 'other';

export interface Decline {
  readId: ReadId;
  readerId: ReaderId;
  reason: DeclineReason;
  /** Nobody else is eligible: that alarms at once. */
  soleEligible: boolean;
}

/**
 * The reader an offer was made to turns it down, or skips a queued read of their next up. Back in the queue, as old as
 * before, and not offered to them again. Forbidden: `offer/not-yours`; conflict: `read/taken` once it was accepted
 * (it is released then), `read/completed`, `read/cancelled`.
 */
export function declineOffer(rows: StudyReads, decline: Decline): Change<StudyReads, Read> {
  const read = liveRead(rows, decline.readId);
  if (read.state === 'in-progress') {
    const message = `The read was taken at ${read.startedAt?.toISOString()}; release it instead`;
    throw new DomainError('conflict', 'read/taken', message);
  }
  if (read.state === 'assigned' && read.readerId !== decline.readerId) {
    throw new DomainError('forbidden', 'offer/not-yours', 'The read is offered to another reader');
  }
  if (read.state === 'queued' && read.declinedBy.includes(decline.readerId)) return { result: read };
  const next = backInQueue(read, decline.readerId);
  const data = {
    readerId: decline.readerId,
    reason: decline.reason,
    counts: countsAgainstBudget(decline.reason),
    waitingSince: read.queuedAt.toISOString(),
  };
  const declined = studyEvent('read.declined', rows.study, [read], data, next);
  return changeOf(rows, next, [declined, ...alarm(rows, next, decline, 'declined')]);
}

/** Takes back an offer that nobody accepted in time; before that instant, or once it is gone, it changes nothing. */
export function expireOffer(
  rows: StudyReads,
  expiry: Pick<Decline, 'readId' | 'soleEligible'>,
  now: Instant,
): Change<StudyReads, Read | null> {
  const read = rows.reads.find((each) => each.id === expiry.readId);
  const expired = read?.state === 'assigned' && read.offerExpiresAt !== null && read.offerExpiresAt <= now;
  if (read === undefined || !expired) return { result: null };
  const next = backInQueue(read, read.readerId);
  const data = { readerId: read.readerId, waitingSince: read.queuedAt.toISOString() };
  const event = studyEvent('read.expired', rows.study, [read], data, next);
  return changeOf(rows, next, [event, ...alarm(rows, next, expiry, 'expired')]);
}

function alarm(rows: StudyReads, next: Read, of: { soleEligible: boolean }, cause: string): DomainEvent[] {
  if (!of.soleEligible) return [];
  return [studyEvent('read.uncovered', rows.study, [], { cause: `sole-eligible-reader-${cause}` }, next)];
}
