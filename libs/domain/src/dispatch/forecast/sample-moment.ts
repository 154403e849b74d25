import type { ReadId } from '../../core/ids.js';
import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';

/**
 * When the chance of a read is written down to be judged later: once in its life, at a share of its time to the deadline
 * that its id draws, evenly. Whoever waits long is not counted more often, and nobody chooses which.
 */
export function sampleMoment(readId: ReadId, queuedAt: Instant, dueAt: Instant): Instant {
  const draw = Number.parseInt(readId.slice(-8), 16) / 2 ** 32;
  return plusMinutes(queuedAt, (Number.isFinite(draw) ? draw : 0) * minutesBetween(queuedAt, dueAt));
}

/** How a forecast came out: null while it is open, and for one that says nothing. */
export interface Outcome {
  settled: boolean;
  breached: boolean | null;
}

/**
 * What came of a forecast that was made for a deadline. One whose read was cancelled, or whose deadline was moved, says
 * nothing; an open read past its deadline has breached, however long it still takes.
 */
export function outcomeOf(
  forecastDueAt: Instant,
  read: { state: string; dueAt: Instant | null; completedAt: Instant | null },
  now: Instant,
): Outcome {
  if (read.state === 'cancelled' || read.dueAt?.getTime() !== forecastDueAt.getTime()) {
    return { settled: true, breached: null };
  }
  if (read.completedAt !== null) return { settled: true, breached: read.completedAt > forecastDueAt };
  return forecastDueAt <= now ? { settled: true, breached: true } : { settled: false, breached: null };
}
