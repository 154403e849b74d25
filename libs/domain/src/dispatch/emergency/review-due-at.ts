import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../core/instant.js';

const REVIEW_BY = '17:00';

/** The end of the next working day (Monday to Friday) at the facility: by then somebody must have looked at what was done. */
export function reviewDueAt(doneAt: Instant, zone: string): Instant {
  const today = Temporal.Instant.fromEpochMilliseconds(doneAt.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  let day = today.add({ days: 1 });
  while (day.dayOfWeek > 5) day = day.add({ days: 1 });
  const due = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(REVIEW_BY) });
  return new Date(due.epochMilliseconds);
}
