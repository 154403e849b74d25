import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';
import { wallClock } from '../../network/local-time.js';

/** Hours of a week, UTC, 0 Monday 00:00 to 167. */
export const HOURS_OF_WEEK = 168;
const HOUR_MS = 3_600_000;

/** The hour of the week that an instant lies in, UTC. */
export const hourOfWeek = (at: Instant): number => ((at.getUTCDay() + 6) % 7) * 24 + at.getUTCHours();

/** Mean arrivals by hour of the week of one kind of study, `HOURS_OF_WEEK` of them. */
export type WeeklyRates = readonly number[];

/** Of the coming hours: each UTC hour of the week, and the local ones that it begins and ends in. */
export type LocalHours = readonly { utc: number; begins: number; ends: number }[];

/**
 * What learned hours of a zone's week are in the coming hours: people get up by their own clock, so that what is learned by
 * local hours comes at other UTC hours once the clocks have changed.
 */
export function localHours(zone: string, now: Instant, hours: number): LocalHours {
  const first = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: Math.min(hours + 1, HOURS_OF_WEEK) }, (_, index) => {
    const at = first + index * HOUR_MS;
    return {
      utc: hourOfWeek(new Date(at)),
      begins: localHourOfWeek(new Date(at), zone),
      ends: localHourOfWeek(new Date(at + HOUR_MS - 1), zone),
    };
  });
}

/** Rates by local hour as rates by UTC hour, 0 but for the coming hours; of two local hours the mean. */
export function comingRates(local: WeeklyRates, coming: LocalHours): number[] {
  const rates = Array.from({ length: HOURS_OF_WEEK }, () => 0);
  for (const { utc, begins, ends } of coming) rates[utc] = ((local[begins] ?? 0) + (local[ends] ?? 0)) / 2;
  return rates;
}

/** The hour of the week that the zone's clock shows. */
const localHourOfWeek = (at: Instant, zone: string): number => hourOfWeek(wallClock(at, zone));

/**
 * When the studies of one kind are expected within a horizon, minutes from now: the instants at which the sum of the
 * hours' rates passes one half, one and a half, and so on. As many as are expected, spread as they are, and no chance in it.
 */
export function expectedArrivals(rates: WeeklyRates, now: Instant, horizonMinutes: number): number[] {
  const arrivals: number[] = [];
  const until = plusMinutes(now, horizonMinutes);
  let sum = 0;
  for (let from = now; from < until;) {
    const hourEnds = plusMinutes(new Date(Math.floor(from.getTime() / HOUR_MS) * HOUR_MS), 60);
    const to = hourEnds < until ? hourEnds : until;
    const perMinute = (rates[hourOfWeek(from)] ?? 0) / 60;
    const minutes = minutesBetween(from, to);
    for (let next = Math.floor(sum + 0.5) + 0.5; perMinute > 0 && next <= sum + perMinute * minutes; next++) {
      arrivals.push(minutesBetween(now, from) + (next - sum) / perMinute);
    }
    sum += perMinute * minutes;
    from = to;
  }
  return arrivals;
}
