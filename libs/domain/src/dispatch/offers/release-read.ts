import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReaderId, ReadId } from '../../core/ids.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import type { StudyReads } from './live-read.js';
import { backInQueue, changeOf, liveRead } from './live-read.js';
import { workPriority } from '../work-priority.js';

export interface Release {
  readId: ReadId;
  /** The holder, or who may take it from them: a manager, the session that ended, their own long silence. */
  by: { readerId: ReaderId } | 'manager' | 'session-ended' | 'idle';
  reason: string;
}

/**
 * Gives a read back: queued again, as old as before, and not offered to its last holder again, unless it was the end of
 * their session or their silence that took it: they turned nothing down, and may be the only one. A study nobody else reads goes from
 * `reading` back to `ready`. Forbidden: `read/not-yours`; conflict: `read/not-held`, `read/completed`,
 * `read/cancelled`.
 */
export function releaseRead(rows: StudyReads, release: Release): Change<StudyReads, Read> {
  const read = liveRead(rows, release.readId);
  if (read.state === 'queued') throw new DomainError('conflict', 'read/not-held', 'Nobody holds the read');
  if (typeof release.by === 'object' && release.by.readerId !== read.readerId) {
    throw new DomainError('forbidden', 'read/not-yours', 'The read is held by another reader');
  }
  const next = backInQueue(read, release.by === 'session-ended' || release.by === 'idle' ? null : read.readerId);
  const data = { readerId: read.readerId, by: by(release), reason: release.reason, wasOpened: read.openedAt !== null };
  return changeOf(rows, next, [studyEvent('read.released', rows.study, [read], data, next)]);
}

const by = (release: Release): string => (typeof release.by === 'object' ? 'holder' : release.by);

/** Whether critical work may take this read's place: held but not opened, and neither critical nor STAT. */
export function preemptible(
  read: Pick<Read, 'purpose' | 'state' | 'openedAt'>,
  study: Pick<Study, 'priority'>,
): boolean {
  const held = read.state === 'assigned' || read.state === 'in-progress';
  const priority = workPriority(read, study);
  const pressing = priority === 'critical' || priority === 'stat';
  return held && read.openedAt === null && !pressing;
}

/**
 * Frees the holder of work not yet opened for a critical read. Back in the queue, as old as before; it was not their
 * choice, so they may be offered it again. Conflict: `read/not-preemptible`.
 */
export function preempt(rows: StudyReads, of: { readId: ReadId; forReadId: ReadId }): Change<StudyReads, Read> {
  const read = liveRead(rows, of.readId);
  if (!preemptible(read, rows.study)) {
    throw new DomainError('conflict', 'read/not-preemptible', 'Only work held, not opened and not pressing gives way');
  }
  const next = backInQueue(read, null);
  const data = { readerId: read.readerId, by: 'dispatch', reason: 'preempted', forReadId: of.forReadId };
  return changeOf(rows, next, [studyEvent('read.released', rows.study, [read], data, next)]);
}
