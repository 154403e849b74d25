import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import { studyEvent } from '../../studies/study-event.js';
import type { SlaClock } from '../clock.js';
import { hasEnded } from '../clock-state.js';
import { clockFacts, type SlaRows } from './start-clocks.js';

export type SlaStage = 'warned' | 'breached';

/**
 * What `now` does to an open clock: it warns from `warnAt` on and breaches after its due instant, each once, however
 * late and however often it is asked (after a long downtime both at once, in that order). A paused clock waits: both
 * instants lie behind the pause.
 */
export function dueTransitions(clock: SlaClock, now: Instant): { clock: SlaClock; stages: SlaStage[] } {
  if (hasEnded(clock)) return { clock, stages: [] };
  const warns = clock.warnedAt === null && now >= clock.warnAt;
  const breaches = clock.breachedAt === null && now > clock.dueAt;
  const stages: SlaStage[] = [...(warns ? (['warned'] as const) : []), ...(breaches ? (['breached'] as const) : [])];
  if (stages.length === 0) return { clock, stages };
  const marks = { ...(warns ? { warnedAt: now } : {}), ...(breaches ? { breachedAt: now } : {}) };
  return { clock: { ...clock, ...marks, version: clock.version + 1 }, stages };
}

/** Warns and breaches the clocks of one study that are due for it, with `sla.warned` and `sla.breached`. */
export function passDue({ study, reads, clocks }: SlaRows, now: Instant): Change<SlaRows, number> {
  const events: DomainEvent[] = [];
  const next = clocks.map((clock) => {
    const passed = dueTransitions(clock, now);
    const read = reads.find((each) => each.id === clock.readId);
    for (const stage of passed.stages) {
      events.push(studyEvent(`sla.${stage}`, study, [], { ...clockFacts(clock), stage }, read));
    }
    return passed.clock;
  });
  return events.length === 0 ? { result: 0 } : { next: { clocks: next }, events, result: events.length };
}
