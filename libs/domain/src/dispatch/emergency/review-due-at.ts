import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../core/instant.js';

const REVIEW_BY = '17:00';
/** No place is closed for longer: a review is due then at the latest. */
const MOST_DAYS = 14;

/** What of a facility its working days stand on: `isDayOff` is asked of local days (`YYYY-MM-DD`), weekends aside. */
export interface WorkingDays {
  zone: string;
  isDayOff: (day: string) => boolean;
}

/**
 * The end of the next working day (Monday to Friday, but public holidays and closures) at the facility: by then somebody must
 * have looked at what was done.
 */
export function reviewDueAt(doneAt: Instant, { zone, isDayOff }: WorkingDays): Instant {
  const today = Temporal.Instant.fromEpochMilliseconds(doneAt.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const last = today.add({ days: MOST_DAYS });
  let day = today.add({ days: 1 });
  while ((day.dayOfWeek > 5 || isDayOff(day.toString())) && Temporal.PlainDate.compare(day, last) < 0) {
    day = day.add({ days: 1 });
  }
  const due = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(REVIEW_BY) });
  return new Date(due.epochMilliseconds);
}
