import { serverNow } from '../ui/use-now.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, name: string, options: Intl.DateTimeFormatOptions, locale?: string): Intl.DateTimeFormat {
  const key = `${zone} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
}

const clockOf = (zone: string) => format(zone, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const offsetIn = (zone: string, at: Date): string =>
  format(zone, 'offset', { timeZoneName: 'shortOffset' }, 'en')
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** What the zone's clock is ahead of UTC. */
export function offsetMinutes(zone: string, at: Date): number {
  const found = /GMT(?:([+-])(\d{1,2})(?::(\d{2}))?)?/.exec(offsetIn(zone, at));
  const minutes = Number(found?.[2] ?? 0) * 60 + Number(found?.[3] ?? 0);
  return found?.[1] === '-' ? -minutes : minutes;
}

/** `YYYY-MM-DD` where the zone is. */
export const dateIn = (zone: string, at: Date): string => format(zone, 'date', {}, 'en-CA').format(at);

interface Span {
  startsAt: string;
  endsAt: string;
}

/** From when to when by the zone's clock; with its offsets where the clock changes in between, as an hour comes twice. */
export function hoursIn(zone: string, { startsAt, endsAt }: Span): string {
  const [from, until] = [new Date(startsAt), new Date(endsAt)];
  const offsets = [offsetIn(zone, from), offsetIn(zone, until)];
  const said = (at: Date, offset = ''): string =>
    offsets[0] === offsets[1] ? clockOf(zone).format(at) : `${clockOf(zone).format(at)} ${offset}`;
  return `${said(from, offsets[0])}–${said(until, offsets[1])}`;
}

/** A day of the calendar, which has no zone. */
const inUtc = (date: string): Date => new Date(`${date}T12:00:00Z`);
export const dayName = (date: string): string =>
  format('UTC', 'day', { weekday: 'short', day: 'numeric', month: 'short' }).format(inUtc(date));

export function plusDays(date: string, days: number): string {
  const at = inUtc(date);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The Monday of the week that a zone's calendar is in. */
export function thisMonday(zone: string): string {
  const today = dateIn(zone, new Date(serverNow()));
  return plusDays(today, -((inUtc(today).getUTCDay() + 6) % 7));
}

/** Hours of the day itself, where the clock makes them other than 24. */
export function oddHours({ startsAt, endsAt }: Span): number | null {
  const hours = (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000;
  return hours === 24 ? null : hours;
}
