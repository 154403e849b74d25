import type { Instant } from '../core/instant.js';
import type { SlaClock } from '../sla/clock.js';
import { clockState, hasEnded, isQuarantined, netMinutes } from '../sla/clock-state.js';
import type { Pause } from '../sla/pause.js';
import { median, percentile } from './percentile.js';
import type { RowKey } from './turnaround-row.js';
import { type Interval, wilsonInterval } from './wilson-interval.js';

export interface SlaRow {
  key: RowKey;
  /** Clocks due in the period that are decided: met, late, or open past their target. */
  n: number;
  met: number;
  /** Stopped past the target, or still open past it. */
  late: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
  /** Share 0..1 of n that met the target. */
  withinTarget: number | null;
  interval: Interval | null;
  /** Still open past the target: part of `late`. */
  openAndLate: number;
  /** Given back to the site without a result: part of `late`. */
  returned: number;
  /** Results dated before their clock's start: in no figure until a person has said which time is wrong. */
  quarantined: number;
}

/**
 * Compliance of the clocks due in a period as of `now`. Voided clocks count nowhere, one that may still be met is not
 * counted yet. Minutes are net, of the stopped clocks.
 */
export function slaRow(
  key: RowKey,
  clocks: readonly SlaClock[],
  now: Instant,
  pausesOf: (clock: SlaClock) => readonly Pause[] = () => [],
): SlaRow {
  const counted = clocks.filter((clock) => clock.voidedAt === null && !isQuarantined(clock));
  const stopped = counted.filter((clock) => clock.stoppedAt !== null);
  const met = stopped.filter((clock) => clockState(clock, now, pausesOf(clock)) === 'met').length;
  const returned = counted.filter((clock) => clock.returnedAt !== null).length;
  const openAndLate = counted.filter(
    (clock) => !hasEnded(clock) && clockState(clock, now, pausesOf(clock)) === 'late',
  ).length;
  const n = stopped.length + openAndLate + returned;
  const minutes = stopped.map((clock) => netMinutes(clock, now, pausesOf(clock)));
  return {
    key,
    n,
    met,
    late: n - met,
    medianMinutes: median(minutes),
    p90Minutes: percentile(minutes, 90),
    withinTarget: n === 0 ? null : met / n,
    interval: wilsonInterval(met, n),
    openAndLate,
    returned,
    quarantined: clocks.filter(isQuarantined).length,
  };
}
