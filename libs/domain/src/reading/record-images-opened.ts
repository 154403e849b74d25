import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { ReaderId, ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Read } from '../studies/read.js';
import { studyEvent } from '../studies/study-event.js';
import { type ReadingRows, readOf, requireOwn, withReads } from './held-read.js';

/**
 * Notes that the reader's viewer showed the images: proof of reading. The first time counts; later ones change nothing.
 * Also taken for an offer not accepted yet, as viewers prefetch, but not once the read is closed.
 *
 * @throws DomainError forbidden `read/not-yours`; conflict `read/closed`
 */
export function recordImagesOpened(
  { study, reads }: Pick<ReadingRows, 'study' | 'reads'>,
  { readId, by }: { readId: ReadId; by: ReaderId },
  now: Instant,
): Change<Pick<ReadingRows, 'study' | 'reads'>, Read> {
  const read = readOf(reads, readId);
  requireOwn(read, by);
  if (read.imagesOpenedAt !== null) return { result: read };
  if (read.state !== 'assigned' && read.state !== 'in-progress') {
    throw new DomainError('conflict', 'read/closed', `The read is ${read.state}`);
  }
  const next: Read = { ...read, imagesOpenedAt: now, version: read.version + 1 };
  return {
    next: { reads: withReads(reads, [next]) },
    events: [studyEvent('read.images-opened', study, [], { at: now.toISOString() }, next)],
    result: next,
  };
}
