import type { Change } from '../core/change.js';
import type { DomainEvent } from '../core/event.js';
import type { Instant } from '../core/instant.js';
import type { Planning } from '../routing/plan-reads.js';
import { reroute, type Rerouted } from '../routing/reroute.js';
import { retargetClocks } from '../sla/ledger/change-target.js';
import type { SlaRows } from '../sla/ledger/start-clocks.js';
import { pauseForPriority } from '../studies/corrections/pause-for-priority.js';
import { morePressing } from '../studies/change-priority.js';
import type { Study } from '../studies/study.js';
import { clocksOf, type NewIds } from './admit-study.js';

/**
 * Plans a study again after it changed (images arrived, priority, what the order says): its reads follow the new plan as
 * far as reading has not begun, its clocks start once the case is complete and follow a new priority. `before` is the study
 * as it was. Asked again with the same facts it changes nothing. A study that has no reads of its own any more gets none.
 */
export function replanStudy(
  before: Study,
  rows: SlaRows,
  planning: Planning,
  { now, newIds }: { now: Instant; newIds: NewIds },
): Change<SlaRows, Rerouted> & { next: SlaRows } {
  const events: DomainEvent[] = [];
  if (!isPlanned(rows.study)) return { next: rows, events, result: { lines: [], planStays: true } };
  const rerouted = reroute(rows.reads, planning, now, newIds.read);
  let next: SlaRows = { ...rows, study: planning.study, ...rerouted.next };
  events.push(...(rerouted.events ?? []));
  if (next.study.priority !== before.priority) {
    next = pauseForPriority(before, next, now);
    const direction = morePressing(next.study.priority, before.priority) ? 'raised' : 'lowered';
    next = { ...next, ...retargetClocks(next, planning.serviceLevels, direction, now).next };
  }
  const started = clocksOf(next, planning, newIds);
  next = { ...next, ...started.next };
  events.push(...(started.events ?? []));
  return { next, events, result: rerouted.result };
}

/** Whether a study has a plan of its own: not once it was cancelled, is read with another, or the site has it back. */
export const isPlanned = ({ state, linkedTo, handedBack }: Pick<Study, 'state' | 'linkedTo' | 'handedBack'>): boolean =>
  state !== 'cancelled' && linkedTo === null && handedBack === null;
