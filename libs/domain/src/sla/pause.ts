import type { Instant } from '../core/instant.js';
import type { PauseReason } from '../studies/hold.js';
import type { Study } from '../studies/study.js';

/** A stretch that does not count. `until` is never open: every pause has a cap, at which it resumes by itself. */
export interface Pause {
  reason: PauseReason;
  from: Instant;
  until: Instant;
}

const MINUTE_MS = 60_000;

/** The study's pauses, with instants. */
export const pausesOf = ({ pauses }: Pick<Study, 'pauses'>): Pause[] =>
  pauses.map(({ reason, from, until }) => ({ reason, from: new Date(from), until: new Date(until) }));

/**
 * Minutes of `from`..`to` under a pause. Pauses that overlap count once; what lies outside the stretch does not count.
 */
export function pausedMinutes(pauses: readonly Pause[], from: Instant, to: Instant): number {
  const inside = pauses
    .map(
      (pause) =>
        [Math.max(pause.from.getTime(), from.getTime()), Math.min(pause.until.getTime(), to.getTime())] as const,
    )
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  let total = 0;
  let counted = -Infinity;
  for (const [start, end] of inside) {
    total += Math.max(0, end - Math.max(start, counted));
    counted = Math.max(counted, end);
  }
  return total / MINUTE_MS;
}

/** Whether some pause covers `at` (half-open: it has resumed at its `until`). */
export const isPaused = (pauses: readonly Pause[], at: Instant): boolean =>
  pauses.some((pause) => pause.from <= at && at < pause.until);

/**
 * `due` moved later by every paused minute between `from` and the moved instant, so that pauses inside the extension
 * count too. It never lies inside a pause then.
 */
export function extendByPauses(due: Instant, from: Instant, pauses: readonly Pause[]): Instant {
  let moved = due.getTime();
  let counted = from.getTime();
  for (const pause of pauses.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const start = Math.max(pause.from.getTime(), counted);
    const end = pause.until.getTime();
    if (start > moved || end <= start) continue;
    moved += end - start;
    counted = end;
  }
  return new Date(moved);
}
