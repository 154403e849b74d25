import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { ReaderId, ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Read } from '../studies/read.js';
import { studyEvent } from '../studies/study-event.js';
import { type ReadingRows, readOf, requireOwn, withReads } from './held-read.js';
import { trueTime } from './true-time.js';

/** What a viewer says it showed; `null` is what it does not say. */
export interface ImagesShown {
  readId: ReadId;
  by: ReaderId;
  /** Which viewer. */
  viewer: string | null;
  /** How many instances it showed. */
  instances: number | null;
  /** The true time, which may lie before now; `null` is now. */
  at: Instant | null;
}

/**
 * Notes that the reader's viewer showed the images: proof of reading. The first time counts; later ones change nothing,
 * and neither does a viewer that showed none. Also taken for an offer not accepted yet, as viewers prefetch, but not
 * once the read is closed.
 *
 * @throws DomainError forbidden `read/not-yours`; conflict `read/closed`; invalid `images/in-future`
 */
export function recordImagesOpened(
  { study, reads }: Pick<ReadingRows, 'study' | 'reads'>,
  shown: ImagesShown,
  now: Instant,
): Change<Pick<ReadingRows, 'study' | 'reads'>, Read> {
  const read = readOf(reads, shown.readId);
  requireOwn(read, shown.by);
  const at = trueTime(shown.at, now, 'images/in-future');
  if (read.imagesOpenedAt !== null || shown.instances === 0) return { result: read };
  if (read.state !== 'assigned' && read.state !== 'in-progress') {
    throw new DomainError('conflict', 'read/closed', `The read is ${read.state}`);
  }
  const next: Read = { ...read, imagesOpenedAt: at, version: read.version + 1 };
  const facts = { at: at.toISOString(), viewer: shown.viewer, instances: shown.instances };
  return {
    next: { reads: withReads(reads, [next]) },
    events: [studyEvent('read.images-opened', study, [], facts, next)],
    result: next,
  };
}
