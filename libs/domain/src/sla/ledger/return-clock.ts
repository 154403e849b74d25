import type { DomainEvent } from '../../core/event.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { studyEvent } from '../../studies/study-event.js';
import type { SlaClock } from '../clock.js';
import { hasEnded } from '../clock-state.js';
import { clockFacts, type SlaRows } from './start-clocks.js';

/**
 * The reads' clocks end without a result because the site has the study back. What was promised was not done: they count
 * as late whenever they were due, with `returned-to-site` as the cause, and are not open any more. A breach that was told
 * before is not told again.
 */
export function returnClocks(
  { study, reads, clocks }: SlaRows,
  of: ReadonlySet<ReadId>,
  now: Instant,
): { next: SlaClock[]; events: DomainEvent[] } {
  const events: DomainEvent[] = [];
  const next = clocks.map((clock) => {
    if (!of.has(clock.readId) || hasEnded(clock)) return clock;
    const read = reads.find(({ id }) => id === clock.readId);
    const facts = { ...clockFacts(clock), stage: 'breached', cause: 'returned-to-site' };
    if (clock.breachedAt === null) events.push(studyEvent('sla.breached', study, [], facts, read));
    const marks = { warnedAt: clock.warnedAt ?? now, breachedAt: clock.breachedAt ?? now };
    return { ...clock, ...marks, returnedAt: now, version: clock.version + 1 };
  });
  return { next, events };
}
