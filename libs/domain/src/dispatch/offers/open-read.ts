import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReaderId, ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { StudyReads } from './live-read.js';
import { changeOf, readableRead } from './live-read.js';

/**
 * The holder opens the read: from here on nothing re-plans or pre-empts it. Opening it again changes nothing.
 * Conflicts: `read/not-held` (accept it first), `read/completed`, `read/cancelled`, `study/not-readable`; forbidden:
 * `read/not-yours`.
 */
export function openRead(
  rows: StudyReads,
  { readId, readerId }: { readId: ReadId; readerId: ReaderId },
  now: Instant,
): Change<StudyReads, Read> {
  const read = readableRead(rows, readId);
  if (read.readerId !== null && read.readerId !== readerId) {
    throw new DomainError('forbidden', 'read/not-yours', 'The read is held by another reader');
  }
  if (read.state !== 'in-progress') {
    throw new DomainError('conflict', 'read/not-held', 'Accept the read before opening it');
  }
  if (read.openedAt !== null) return { result: read };
  const next: Read = { ...read, openedAt: now, version: read.version + 1 };
  return changeOf(rows, next, [studyEvent('read.opened', rows.study, [read], { readerId }, next)]);
}
