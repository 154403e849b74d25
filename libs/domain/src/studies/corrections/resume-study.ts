import type { Change } from '../../core/change.js';
import { type Instant, minutesBetween } from '../../core/instant.js';
import { endPause } from '../../sla/ledger/pause-clocks.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import { studyEvent } from '../study-event.js';
import { requireOwnPlan } from './correction.js';

/**
 * Ends a hold: the study is offered again, and what the hold had not used of its time is given back. `by` null is the hold's
 * own end. Resuming what is not held changes nothing. Conflicts: `study/linked`, `study/merged`.
 */
export function resumeStudy(rows: SlaRows, { by }: { by: string | null }, now: Instant): Change<SlaRows, boolean> {
  requireOwnPlan(rows.study);
  const { hold } = rows.study;
  if (hold === null) return { result: false };
  const ended = endHold(rows, now);
  const end = earlierOf(now, new Date(hold.until));
  const facts = {
    reason: hold.reason,
    by: by === null ? 'cap' : 'person',
    heldMinutes: minutesBetween(new Date(hold.since), end),
  };
  return { next: ended, events: [studyEvent('study.resumed', ended.study, rows.reads, facts)], result: true };
}

/** For a timer: ends a hold that has reached its cap, however late the timer comes. */
export const resumeAtCap = (rows: SlaRows, now: Instant): Change<SlaRows, boolean> =>
  rows.study.hold !== null && new Date(rows.study.hold.until) <= now
    ? resumeStudy(rows, { by: null }, now)
    : { result: false };

/** The rows without their hold; its pause, if it made one, ended at `now` or at its cap, whichever came first. */
export function endHold(rows: SlaRows, now: Instant): SlaRows {
  const { hold } = rows.study;
  if (hold === null) return rows;
  const paused = stopPause(rows, now);
  return { ...paused, study: { ...paused.study, hold: null, version: rows.study.version + 1 } };
}

/** The pause under way ends: what it had moved comes as much sooner. */
export function stopPause(rows: SlaRows, now: Instant): SlaRows {
  const { pauses } = rows.study;
  const last = pauses.at(-1);
  if (last === undefined || new Date(last.until) <= now) return rows;
  const running = { reason: last.reason, from: new Date(last.from), until: new Date(last.until) };
  const moved = endPause(rows, running, now);
  return {
    ...moved,
    study: { ...rows.study, pauses: [...pauses.slice(0, -1), { ...last, until: now.toISOString() }] },
  };
}

const earlierOf = (a: Instant, b: Instant): Instant => (a <= b ? a : b);
