import type { Instant } from '../../core/instant.js';
import { localDate } from '../../network/local-time.js';
import type { Facility } from '../../network/network.js';
import type { Closure } from './closure.js';

/** What the calendar says of one day at one facility; null is an ordinary day. */
export interface CalendarDay {
  holidayName: string | null;
  closureName: string | null;
}

/** Names of public holidays by local date (`YYYY-MM-DD`), of one country and subdivision. */
export type HolidayNames = ReadonlyMap<string, string>;

/** The facility's own day at an instant: a public holiday of its place, or a closure of its own or its health system's. */
export function calendarDay(
  facility: Pick<Facility, 'id' | 'healthSystemId' | 'zone'>,
  known: { holidays: HolidayNames; closures: readonly Closure[] },
  now: Instant,
): CalendarDay {
  return calendarDayOf(facility, known, localDate(now, facility.zone));
}

/** The same of one of the facility's local days, `YYYY-MM-DD`. */
export function calendarDayOf(
  facility: Pick<Facility, 'id' | 'healthSystemId'>,
  known: { holidays: HolidayNames; closures: readonly Closure[] },
  date: string,
): CalendarDay {
  const closure = known.closures.find(
    (each) => isOf(each, facility) && each.retiredAt === null && each.firstDay <= date && date <= each.lastDay,
  );
  return { holidayName: known.holidays.get(date) ?? null, closureName: closure?.name ?? null };
}

const isOf = (closure: Closure, facility: Pick<Facility, 'id' | 'healthSystemId'>): boolean =>
  closure.healthSystemId === facility.healthSystemId &&
  (closure.facilityId === null || closure.facilityId === facility.id);
