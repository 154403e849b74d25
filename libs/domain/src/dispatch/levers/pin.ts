import type { ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { workPriority } from '../work-priority.js';

/** What of a read its pin stands on. */
type Pinned = Pick<Read, 'pin' | 'purpose' | 'dueAt' | 'declinedBy'>;

/**
 * Whether a pin keeps the read for somebody now. A pin prefers, it never starves: it is void from its instant and from the
 * deadline on, once the read is critical, and once the reader it names has given the read back.
 */
export function pinHolds(read: Pinned, study: Pick<Study, 'priority'>, now: Instant): boolean {
  const { pin, dueAt, declinedBy } = read;
  if (!pin || new Date(pin.until) <= now || (dueAt !== null && dueAt <= now)) return false;
  if (pin.readerId !== null && declinedBy.includes(pin.readerId)) return false;
  return workPriority(read, study) !== 'critical';
}

/** Whether the read may go to this reader as far as its pin says. */
export function pinAdmits(
  read: Pinned,
  study: Pick<Study, 'priority'>,
  to: { readerId: ReaderId; readingGroupId: ReadingGroupId },
  now: Instant,
): boolean {
  if (!pinHolds(read, study, now)) return true;
  const { readerId = null, readingGroupId = null } = read.pin ?? {};
  return readerId === null ? readingGroupId === to.readingGroupId : readerId === to.readerId;
}
