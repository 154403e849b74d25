import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { ReaderId, ReadId, ReadingSessionId } from '../../core/ids.js';
import type { PoolMember } from '../../routing/ladder/open-pool.js';
import { waitingPlace } from '../../routing/ladder/open-pool.js';
import { readable } from '../../routing/readable.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { studyState } from '../../studies/study-state.js';

/** A study with all of its reads: the study's state follows them. */
export interface StudyReads {
  study: Study;
  reads: Read[];
}

/** The reader's side of an offer, from their reading session; `tier` is towards the study's facility. */
export interface ReadingPlace extends PoolMember {
  sessionId: ReadingSessionId;
}

/** The read of that id, not completed or cancelled; `read/completed` and `read/cancelled` are conflicts. */
export function liveRead({ reads }: StudyReads, readId: ReadId): Read {
  const read = reads.find((each) => each.id === readId);
  if (read === undefined) throw new DomainError('not-found', 'read/not-found', `No read ${readId} on this study`);
  if (read.state === 'completed') {
    throw new DomainError('conflict', 'read/completed', `The read was completed at ${read.completedAt?.toISOString()}`);
  }
  if (read.state === 'cancelled') throw new DomainError('conflict', 'read/cancelled', 'The read was cancelled');
  return read;
}

/** A live read of a study that may be read now; `study/not-readable` is a conflict. */
export function readableRead(rows: StudyReads, readId: ReadId): Read {
  const read = liveRead(rows, readId);
  if (readable(rows.study)) return read;
  const { state, hold } = rows.study;
  const fact = hold === null ? `is ${state}` : `is on hold: ${hold.reason}`;
  throw new DomainError('conflict', 'study/not-readable', `The study ${fact}`);
}

/**
 * Nobody's again, as old as before: `queuedAt` stays. The reader who gave it back is not offered it again. What was taken by
 * break-glass was for that reader alone: it ends, and the read it stood in for still waits.
 */
export function backInQueue(read: Read, notAgain: ReaderId | null): Read {
  const declined = notAgain === null || read.declinedBy.includes(notAgain);
  return {
    ...read,
    ...waitingPlace(read),
    state: read.breakGlassId === null ? 'queued' : 'cancelled',
    readerId: null,
    sessionId: null,
    offerExpiresAt: null,
    startedAt: null,
    openedAt: null,
    imagesOpenedAt: null,
    ...(read.idleWarnedAt || read.stillReadingAt ? { idleWarnedAt: null, stillReadingAt: null } : {}),
    declinedBy: declined ? read.declinedBy : [...read.declinedBy, notAgain],
    version: read.version + 1,
  };
}

/** The change that puts `next` in place of its former self, and the study in the state that follows. */
export function changeOf(rows: StudyReads, next: Read, events: readonly DomainEvent[]): Change<StudyReads, Read> {
  const reads = rows.reads.map((each) => (each.id === next.id ? next : each));
  const state = studyState(rows.study, reads);
  const study = state === rows.study.state ? rows.study : { ...rows.study, state, version: rows.study.version + 1 };
  return { next: { study, reads }, events, result: next };
}
