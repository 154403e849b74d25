import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { studyEvent } from '../../studies/study-event.js';
import type { SlaClock } from '../clock.js';
import { clockState, grossMinutes, hasEnded, isQuarantined, netMinutes } from '../clock-state.js';
import { type Pause, pausesOf } from '../pause.js';
import { clockFacts, type SlaRows } from './start-clocks.js';

/** The clock stopped by its result, given at `at` (true time). A stopped or voided clock stays as it is. */
export const stopClock = (clock: SlaClock, at: Instant): SlaClock =>
  hasEnded(clock) ? clock : { ...clock, stoppedAt: at, version: clock.version + 1 };

/** The clock ended without a result (its read was cancelled): it counts nowhere. */
export const voidClock = (clock: SlaClock, at: Instant): SlaClock =>
  hasEnded(clock) ? clock : { ...clock, voidedAt: at, version: clock.version + 1 };

/**
 * Stops a read's clocks at its result. A breach that no timer noticed (the process was down) is told first, so that none
 * is lost. `sla.stopped` says `state`, gross and net minutes, and `quarantined` when the result lies before the start.
 */
export function stopClocks(
  { study, reads, clocks }: SlaRows,
  readId: ReadId,
  at: Instant,
): Change<SlaRows, SlaClock[]> {
  const pauses = pausesOf(study);
  const read = reads.find((each) => each.id === readId);
  const events: DomainEvent[] = [];
  const stopped: SlaClock[] = [];
  const next = clocks.map((clock) => {
    if (clock.readId !== readId) return clock;
    const ended = stopClock(clock, at);
    if (ended === clock) return clock;
    const state = clockState(ended, at, pauses);
    const unnoticed = state === 'late' && clock.breachedAt === null;
    if (unnoticed)
      events.push(studyEvent('sla.breached', study, [], { ...clockFacts(clock), stage: 'breached' }, read));
    events.push(studyEvent('sla.stopped', study, [], stopFacts(ended, at, pauses), read));
    const saved = unnoticed ? { ...ended, breachedAt: at } : ended;
    stopped.push(saved);
    return saved;
  });
  return stopped.length === 0 ? { result: [] } : { next: { clocks: next }, events, result: stopped };
}

const stopFacts = (clock: SlaClock, at: Instant, pauses: readonly Pause[]) => ({
  ...clockFacts(clock),
  state: clockState(clock, at, pauses),
  grossMinutes: grossMinutes(clock, at),
  netMinutes: netMinutes(clock, at, pauses),
  quarantined: isQuarantined(clock),
});
