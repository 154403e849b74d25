import type { HolidayNames } from '@overread/domain';
import type Holidays from 'date-holidays';

export type HolidayLibrary = typeof Holidays;

/** Years of holidays by place and year: computing one takes tens of milliseconds. */
const known = new Map<string, HolidayNames>();

/**
 * Public holidays of a country (ISO 3166-1) and subdivision (ISO 3166-2) in a year, substitute days included, named in
 * English. A country that the library does not know has none; a subdivision it does not know has its country's.
 */
export function publicHolidays(
  library: HolidayLibrary,
  { country, subdivision }: { country: string; subdivision: string | null },
  year: number,
): HolidayNames {
  const key = `${country} ${subdivision} ${year}`;
  const found = known.get(key);
  if (found) return found;
  const region = subdivision?.split('-')[1] ?? '';
  const holidays = new library(country, region, { languages: 'en', types: ['public'] }).getHolidays(year);
  const names = new Map(holidays.map(({ date, name }) => [date.slice(0, 10), name] as const));
  known.set(key, names);
  return names;
}
