import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { ReaderFacts } from '../../eligibility/facts.js';
import type { Read } from '../../studies/read.js';

interface Found {
  /** Who passes every rule now. */
  offered: readonly ReaderId[];
  /** Who passes every rule once signed on or at the start of a shift. */
  planned: readonly ReaderId[];
  readers: ReadonlyMap<ReaderId, ReaderFacts>;
}

/**
 * Readers who pass every hard rule and are there, or whose shift begins before the read is due. Who gave the read back is
 * not waited for, nor who is rostered already and has not signed on: they are not there.
 */
export function eligibleInTime(
  { declinedBy, dueAt }: Pick<Read, 'declinedBy' | 'dueAt'>,
  { offered, planned, readers }: Found,
  now: Instant,
): ReaderId[] {
  const comes = (id: ReaderId): boolean => {
    const facts = readers.get(id);
    if (facts === undefined || facts.session !== null || dueAt === null) return false;
    return facts.shifts.some(({ startsAt }) => startsAt > now && startsAt <= dueAt);
  };
  const there = [...offered, ...planned.filter(comes)];
  return [...new Set(there)].filter((id) => !declinedBy.includes(id));
}
