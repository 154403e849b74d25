import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReadId } from '../../core/ids.js';
import { earlier, plusMinutes, type Instant } from '../../core/instant.js';
import { atShare } from '../../routing/ladder/next-opening-at.js';
import { inPool } from '../../routing/ladder/open-pool.js';
import type { Pin, Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { DispatchParams } from '../dispatch-params.js';
import type { ReadingPlace, StudyReads } from '../offers/live-read.js';
import { changeOf, liveRead, readableRead } from '../offers/live-read.js';
import { workPriority } from '../work-priority.js';

/** A pin lasts to this share of the time that is left to the deadline at the most: others need time to read it too. */
const SHARE_OF_DEADLINE = 0.5;

export interface Pinning {
  readId: ReadId;
  to: Pick<Pin, 'readerId' | 'readingGroupId'>;
  /** Where the named reader reads now; null for a group, and for who is not signed on. */
  place: ReadingPlace | null;
  minutes: number;
  by: string;
  reason: string;
}

/**
 * Keeps a waiting read for one reader or group, who get it before their other work unless that is critical or past its
 * maximum wait; hard rules are asked elsewhere and of the offer again. It ends by itself: after its minutes, half-way to the
 * deadline, and where the class's maximum wait does, whichever is first. A pin replaces the one before; an offer that
 * stands is not taken back. Conflicts: `pin/critical` (assign it instead), `pin/late`, `read/not-open` (open the step
 * first), `read/declined`, `read/taken`, `read/completed`, `read/cancelled`, `study/not-readable`.
 */
export function pinRead(
  rows: StudyReads,
  pinning: Pinning,
  now: Instant,
  params: DispatchParams,
): Change<StudyReads, Read> {
  const read = readableRead(rows, pinning.readId);
  const priority = workPriority(read, rows.study);
  if (priority === 'critical') {
    throw new DomainError('conflict', 'pin/critical', 'A critical read waits for nobody: assign it instead');
  }
  refuseImpossible(read, pinning);
  const cap = plusMinutes(read.queuedAt, params.maximumWaitMinutes[priority]);
  const halfway = read.dueAt === null ? null : atShare(now, read.dueAt, SHARE_OF_DEADLINE);
  const until = earlier(earlier(plusMinutes(now, pinning.minutes), cap), halfway) ?? now;
  if (until <= now)
    throw new DomainError('conflict', 'pin/late', 'The read has waited too long to wait for one reader');
  const { to, by, reason } = pinning;
  const pin: Pin = { ...to, until: until.toISOString(), by, reason };
  const next: Read = { ...read, pin, version: read.version + 1 };
  const data = { ...to, until: pin.until, reason };
  return changeOf(rows, next, [studyEvent('read.pinned', rows.study, [read], data, next)]);
}

/** Takes a pin off; without one it changes nothing. Conflicts: `read/completed`, `read/cancelled`. */
export function unpinRead(
  rows: StudyReads,
  { readId, reason }: { readId: ReadId; reason: string },
): Change<StudyReads, Read> {
  const read = liveRead(rows, readId);
  if (!read.pin) return { result: read };
  const { readerId, readingGroupId } = read.pin;
  const next: Read = { ...read, pin: null, version: read.version + 1 };
  const data = { readerId, readingGroupId, reason };
  return changeOf(rows, next, [studyEvent('read.unpinned', rows.study, [read], data, next)]);
}

/** What could never be offered to whom it is pinned to would only wait. */
function refuseImpossible(read: Read, { to, place }: Pinning): void {
  if (read.state === 'in-progress') {
    throw new DomainError('conflict', 'read/taken', `The read was taken at ${read.startedAt?.toISOString()}`);
  }
  if (to.readerId !== null && read.declinedBy.includes(to.readerId)) {
    throw new DomainError('conflict', 'read/declined', 'The reader declined this read or gave it back');
  }
  const open = read.ladder.filter((step) => step.openedAt !== null);
  const { readingGroupId } = to;
  const groupIsIn =
    readingGroupId === null ||
    open.some(({ pool }) => pool.readingGroupIds.length === 0 || pool.readingGroupIds.includes(readingGroupId));
  if (groupIsIn && (place === null || open.some(({ pool }) => inPool(pool, place)))) return;
  throw new DomainError('conflict', 'read/not-open', 'No open step of the ladder admits them: open one first');
}
