import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../core/domain-error.js';
import type { Instant } from '../core/instant.js';
import type { WeeklyHours } from './network.js';

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

const zoned = (at: Instant, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

const toInstant = (value: Temporal.ZonedDateTime): Instant => new Date(value.epochMilliseconds);

/**
 * Offsets by zone and quarter of an hour: since 1972 clocks have only ever changed on one, and asking the time-zone library
 * costs a hundred times as much. A cache of facts, so the functions stay pure; emptied when full.
 */
const offsets = new Map<string, Map<number, number>>();
const MOST_OFFSETS_OF_A_ZONE = 1024;

function offsetMs(zone: string, epochMs: number): number {
  const quarter = Math.floor(epochMs / (15 * MINUTE_MS));
  const known = offsets.get(zone)?.get(quarter);
  if (known !== undefined) return known;
  const offset = zoned(new Date(epochMs), zone).offsetNanoseconds / 1e6;
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  if (ofZone.size >= MOST_OFFSETS_OF_A_ZONE) ofZone.clear();
  offsets.set(zone, ofZone.set(quarter, offset));
  return offset;
}

/** A date whose UTC fields read what the zone's clock shows. */
export const wallClock = (at: Instant, zone: string): Date => new Date(at.getTime() + offsetMs(zone, at.getTime()));

/** Whether the IANA database knows the zone. */
export function isZone(zone: string): boolean {
  // Fixed offsets such as `+02:00` parse too, but have no daylight-saving rules: a place is never in one.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    offsetMs(zone, 0);
    return true;
  } catch {
    return false;
  }
}

/** Minutes since midnight of `HH:MM` (00:00 to 24:00), or null when it is no time of day. */
export function minutesOfDay(time: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= DAY_MINUTES ? minutes : null;
}

const minutesOrThrow = (time: string): number => {
  const minutes = minutesOfDay(time);
  if (minutes === null) throw new DomainError('invalid', 'time/not-a-time', `"${time}" is not a time of day (HH:MM)`);
  return minutes;
};

/**
 * Whether the local clock is inside one of the windows. `days` are ISO weekdays (1 Monday to 7 Sunday; none means every
 * day) and name the day a window begins: one over midnight belongs to the evening's day. The end is not included.
 */
export function withinHours(hours: WeeklyHours, at: Instant): boolean {
  const local = wallClock(at, hours.zone);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const today = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
  const yesterday = today === 1 ? 7 : today - 1;
  return hours.windows.some((window) => {
    const [from, to] = [minutesOrThrow(window.from), minutesOrThrow(window.to)];
    const on = (day: number): boolean => window.days.length === 0 || window.days.includes(day);
    if (to > from) return on(today) && from <= minute && minute < to;
    return (on(today) && from <= minute) || (on(yesterday) && minute < to);
  });
}

/**
 * The first instant after `at` when the zone's clock says `time`. A time that the clock skips (spring) counts as that much
 * later; one that comes twice (autumn) counts once, at its first.
 */
export function nextLocalTime(time: string, zone: string, at: Instant): Instant {
  const minutes = minutesOrThrow(time);
  const today = zoned(at, zone).toPlainDate();
  for (let days = -1; ; days += 1) {
    const date = today.add({ days: days + (minutes === DAY_MINUTES ? 1 : 0) });
    const clock = new Temporal.PlainTime(Math.floor(minutes / 60) % 24, minutes % 60);
    const candidate = toInstant(date.toZonedDateTime({ timeZone: zone, plainTime: clock }));
    if (candidate > at) return candidate;
  }
}

/** The local date (`YYYY-MM-DD`) of an instant in a zone. */
export const localDate = (at: Instant, zone: string): string => wallClock(at, zone).toISOString().slice(0, 10);

/** What the clock shows: the hour that comes twice in autumn differs by its offset from UTC (`-05:00`) alone. */
export interface LocalClock {
  date: string;
  time: string;
  offset: string;
}

export function localClock(at: Instant, zone: string): LocalClock {
  const shown = wallClock(at, zone).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16), offset: zoned(at, zone).offset };
}

/** The half-open range of a local day: 23, 24 or 25 hours. */
export function localDayRange(date: string, zone: string): { from: Instant; until: Instant } {
  const day = Temporal.PlainDate.from(date);
  return {
    from: toInstant(day.toZonedDateTime(zone)),
    until: toInstant(day.add({ days: 1 }).toZonedDateTime(zone)),
  };
}

/**
 * A zone's offset from UTC, hours, at noon of the day it is in `dayZone`: one answer for the whole day, also on the day the
 * clocks change. Null when a zone is unknown.
 */
export function offsetHoursThatDay(zone: string, dayZone: string, at: Instant): number | null {
  if (!isZone(zone) || !isZone(dayZone)) return null;
  const day = wallClock(at, dayZone).setUTCHours(12, 0, 0, 0);
  // The clock never changes at noon, so the offset of an instant within a day of it is close enough to find noon's own.
  const noon = day - offsetMs(dayZone, day - offsetMs(dayZone, at.getTime()));
  return offsetMs(zone, noon) / (60 * MINUTE_MS);
}
