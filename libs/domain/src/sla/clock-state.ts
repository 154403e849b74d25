import { type Instant, minutesBetween } from '../core/instant.js';
import type { ClockState, SlaClock } from './clock.js';
import { isPaused, type Pause, pausedMinutes } from './pause.js';

/**
 * `met` and `late` for a stopped clock; one that was given back to the site is `late`; an open one is `late` as soon as it is past due, so that nothing hides by
 * staying open. A result at the due instant itself is in time. `dueAt` has its pauses in it (`pauseClocks`).
 */
export function clockState(clock: SlaClock, now: Instant, pauses: readonly Pause[] = []): ClockState {
  const at = clock.stoppedAt ?? now;
  if (clock.returnedAt !== null) return 'late';
  if (at > clock.dueAt) return 'late';
  if (clock.stoppedAt !== null) return 'met';
  return isPaused(pauses, now) ? 'paused' : 'running';
}

/** Whether nothing moves the clock any more: a result, a cancelled read, or the site that has the study back. */
export const hasEnded = ({ returnedAt, stoppedAt, voidedAt }: SlaClock): boolean =>
  stoppedAt !== null || voidedAt !== null || returnedAt !== null;

/** A result dated before its clock's start: some time is wrong, and a person must say which. Left out of every figure. */
export const isQuarantined = (clock: SlaClock): boolean =>
  clock.stoppedAt !== null && clock.stoppedAt < clock.startedAt;

/** Minutes from start to stop or return, or to `now` while open; negative for a quarantined clock, never clipped. */
export const grossMinutes = (clock: SlaClock, now: Instant): number =>
  minutesBetween(clock.startedAt, clock.stoppedAt ?? clock.returnedAt ?? now);

/** Gross minutes without the paused ones; overlapping pauses count once. */
export function netMinutes(clock: SlaClock, now: Instant, pauses: readonly Pause[] = []): number {
  return grossMinutes(clock, now) - pausedMinutes(pauses, clock.startedAt, clock.stoppedAt ?? clock.returnedAt ?? now);
}

/** Minutes left until `dueAt`, negative once past it; `null` without a deadline. */
export const slackMinutes = (dueAt: Instant | null, now: Instant): number | null =>
  dueAt === null ? null : minutesBetween(now, dueAt);
