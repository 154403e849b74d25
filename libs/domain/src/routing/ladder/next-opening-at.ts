import type { Instant } from '../../core/instant.js';
import { earlier, plusMinutes } from '../../core/instant.js';
import type { LadderStep, Read } from '../../studies/read.js';

/**
 * When time alone opens the next step, for a timer: at that instant `openLadder` has something to do. Null when no
 * closed step opens by time; a completed read or an empty sign-on list may still open one sooner.
 */
export function nextOpeningAt(read: Pick<Read, 'ladder' | 'queuedAt' | 'dueAt'>): Instant | null {
  const closed = read.ladder.filter((step) => step.openedAt === null);
  return closed.map((step) => stepOpeningAt(step, read)).reduce(earlier, null);
}

/** When time alone opens a closed step; null when it never does. */
export const stepOpeningAt = (step: LadderStep, read: Pick<Read, 'queuedAt' | 'dueAt'>): Instant | null =>
  notBefore(step, openingAt(step, read));

/** What somebody closed by hand does not open before its instant. */
function notBefore({ closedUntil }: LadderStep, opensAt: Instant | null): Instant | null {
  if (opensAt === null || closedUntil === undefined || closedUntil === null) return opensAt;
  const until = new Date(closedUntil);
  return until > opensAt ? until : opensAt;
}

function openingAt({ opens }: LadderStep, { queuedAt, dueAt }: Pick<Read, 'queuedAt' | 'dueAt'>): Instant | null {
  if (opens.atOnce) return queuedAt;
  const byWait = opens.afterMinutes === null ? null : plusMinutes(queuedAt, opens.afterMinutes);
  if (opens.atShareOfDeadline === null || dueAt === null) return byWait;
  return earlier(byWait, atShare(queuedAt, dueAt, opens.atShareOfDeadline));
}

/** The instant at a share (0..1) of the way from one to another, rounded up to the millisecond. */
export const atShare = (from: Instant, to: Instant, share: number): Instant =>
  new Date(from.getTime() + Math.ceil((to.getTime() - from.getTime()) * share));
