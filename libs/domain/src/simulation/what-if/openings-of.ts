import type { Instant } from '../../core/instant.js';
import { minutesBetween } from '../../core/instant.js';
import type { LadderStep, Pool } from '../../studies/read.js';
import type { WhatIfOpening, WhatIfRead } from './what-if-day.js';

export interface ClimbedRead extends Pick<WhatIfRead, 'queuedAt' | 'dueAt'> {
  ladder: readonly Pick<LadderStep, 'pool' | 'opens'>[];
}

/**
 * When the steps of a ladder open, as far as a simulated day knows. A step for when nobody is signed on opens at once where
 * `isStaffed` says so of the pools before it at the time the read is queued; what a forecast would open, opens by its other
 * conditions, or at half of the time to the deadline.
 */
export function openingsOf(
  { ladder, queuedAt, dueAt }: ClimbedRead,
  isStaffed: (pools: readonly Pool[], at: Instant) => boolean,
): WhatIfOpening[] {
  const minutes = dueAt === null ? 0 : Math.max(0, minutesBetween(queuedAt, dueAt));
  return ladder.map(({ pool, opens }, step) => {
    const below = ladder.slice(0, step).map((each) => each.pool);
    // What another read has to come before is queued when that one is done.
    const atOnce =
      opens.atOnce ||
      opens.afterReadOrdinal !== null ||
      (opens.whenNobodySignedOn && step > 0 && !isStaffed(below, queuedAt));
    const times = [
      ...(atOnce ? [0] : []),
      ...(opens.afterMinutes === null ? [] : [opens.afterMinutes]),
      ...(opens.atShareOfDeadline === null ? [] : [opens.atShareOfDeadline * minutes]),
    ];
    return { pool, afterMinutes: times.length > 0 ? Math.min(...times) : minutes / 2 };
  });
}
