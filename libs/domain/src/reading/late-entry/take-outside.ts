import { DomainError } from '../../core/domain-error.js';
import type { ReaderId, ReadId } from '../../core/ids.js';
import { type Instant, plusMinutes } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { readOf, requireLive } from '../held-read.js';
import { trueTime } from '../true-time.js';
import { LATE_ENTRY_DAYS, type OutsideReading } from './late-entry.js';

const MINUTES_PER_DAY = 24 * 60;

export interface TakenOutside {
  readId: ReadId;
  by: ReaderId;
  outside: OutsideReading;
}

/**
 * The read as it would stand had its reader opened it then: theirs, with the true times, and in no session. Whatever
 * was offered or pinned meanwhile falls away, for the work is done.
 *
 * @throws DomainError conflicts `read/completed`, `read/cancelled`, `read/held`, `read/issues-other`; invalid
 * `late-entry/in-future`, `late-entry/too-old`, `late-entry/before-images`, `late-entry/times-reversed`
 */
export function takeOutside(
  { study, reads }: { study: Study; reads: readonly Read[] },
  { readId, by, outside }: TakenOutside,
  now: Instant,
): Read {
  const read = readOf(reads, readId);
  requireFree(read, by);
  const { readAt, startedAt } = requireTrueTimes(study, outside, now);
  const { readingGroupId, tier } = outside;
  const beganAt = startedAt ?? readAt;
  return {
    ...read,
    state: 'in-progress',
    readerId: by,
    readingGroupId,
    tier,
    sessionId: null,
    offerExpiresAt: null,
    pin: null,
    startedAt: beganAt,
    openedAt: beganAt,
    // Which images were shown outside, no viewer has told.
    imagesOpenedAt: null,
  };
}

function requireFree(read: Read, by: ReaderId): void {
  requireLive(read);
  if (read.readerId !== null && read.readerId !== by) {
    throw new DomainError('conflict', 'read/held', 'Another reader holds or was offered the read');
  }
  // That an opinion was formed without knowing the first report, no paper proves.
  if (read.issues !== 'opinion' && read.purpose !== 'addendum') return;
  const message = 'Only a preliminary or a final may be entered late';
  throw new DomainError('conflict', 'read/issues-other', message);
}

/** The times of the reading; one a moment ahead, as a clock may be, is now. */
function requireTrueTimes(
  study: Study,
  outside: OutsideReading,
  now: Instant,
): Pick<OutsideReading, 'readAt' | 'startedAt'> {
  const { startedAt } = outside;
  const readAt = trueTime(outside.readAt, now, 'late-entry/in-future', 'readAt');
  if (readAt < plusMinutes(now, -LATE_ENTRY_DAYS * MINUTES_PER_DAY)) {
    refuse('too-old', `A reading may be entered up to ${LATE_ENTRY_DAYS} days after it was made`);
  }
  if (startedAt !== null && startedAt > readAt) refuse('times-reversed', 'It began after it had ended', 'startedAt');
  const from = study.acquiredAt ?? study.receivedAt;
  const path = startedAt === null ? 'readAt' : 'startedAt';
  if ((startedAt ?? readAt) < from) refuse('before-images', `There were no images before ${from.toISOString()}`, path);
  return { startedAt, readAt };
}

function refuse(what: string, message: string, path = 'readAt'): never {
  const code = `late-entry/${what}`;
  throw new DomainError('invalid', code, message, { errors: [{ path, code, message }] });
}
