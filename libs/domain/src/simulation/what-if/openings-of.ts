import type { Instant } from '../../core/instant.js';
import { minutesBetween, plusMinutes } from '../../core/instant.js';
import type { LadderStep, Pool } from '../../studies/read.js';
import type { WhatIfOpening, WhatIfRead } from './what-if-day.js';

export interface ClimbedRead extends Pick<WhatIfRead, 'queuedAt' | 'dueAt'> {
  ladder: readonly Pick<LadderStep, 'pool' | 'opens'>[];
}

type IsStaffed = (pools: readonly Pool[], at: Instant) => boolean;

/** How often, and for how long after a read was queued, it is looked whether anybody is there. */
const LOOK_EVERY_MINUTES = 30;
const LOOK_FOR_MINUTES = 12 * 60;

/**
 * When the steps of a ladder open, as far as a simulated day knows; a step that nothing opens is left out. `isStaffed` says
 * whether anybody of these pools is signed on, which stands for an eligible one; what a forecast would open, opens by its
 * other conditions, or at half of the time to the deadline.
 */
export function openingsOf(read: ClimbedRead, isStaffed: IsStaffed): WhatIfOpening[] {
  const { ladder, queuedAt, dueAt } = read;
  const minutes = dueAt === null ? 0 : Math.max(0, minutesBetween(queuedAt, dueAt));
  return ladder.flatMap(({ pool, opens }, step) => {
    const below = ladder.slice(0, step).map((each) => each.pool);
    const uncovered = opens.whenUncoveredAfterMinutes ?? null;
    const times = [
      // What another read has to come before is queued when that one is done.
      ...(opens.atOnce || opens.afterReadOrdinal !== null ? [0] : []),
      ...(opens.afterMinutes === null ? [] : [opens.afterMinutes]),
      ...(opens.atShareOfDeadline === null ? [] : [opens.atShareOfDeadline * minutes]),
      ...(opens.whenNobodySignedOn && step > 0 ? firstUnstaffed(below, queuedAt, 0, isStaffed) : []),
      ...(uncovered !== null && step > 0 ? firstUnstaffed(below, queuedAt, uncovered, isStaffed) : []),
    ];
    const byForecast = times.length === 0 && !opens.whenNobodySignedOn && uncovered === null;
    if (byForecast) times.push(minutes / 2);
    return times.length === 0 ? [] : [{ pool, afterMinutes: Math.min(...times) }];
  });
}

/** The first look from `after` minutes on that finds nobody; none when somebody is there at each. */
function firstUnstaffed(pools: readonly Pool[], from: Instant, after: number, isStaffed: IsStaffed): number[] {
  for (let minutes = after; minutes <= after + LOOK_FOR_MINUTES; minutes += LOOK_EVERY_MINUTES) {
    if (!isStaffed(pools, plusMinutes(from, minutes))) return [minutes];
  }
  return [];
}
