import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';

/** Hours of a week, UTC, 0 Monday 00:00 to 167. */
export const HOURS_OF_WEEK = 168;

/** The hour of the week that an instant lies in, UTC. */
export const hourOfWeek = (at: Instant): number => ((at.getUTCDay() + 6) % 7) * 24 + at.getUTCHours();

/** Mean arrivals by hour of the week of one kind of study, `HOURS_OF_WEEK` of them. */
export type WeeklyRates = readonly number[];

/**
 * When the studies of one kind are expected within a horizon, minutes from now: the instants at which the sum of the
 * hours' rates passes one half, one and a half, and so on. As many as are expected, spread as they are, and no chance in it.
 */
export function expectedArrivals(rates: WeeklyRates, now: Instant, horizonMinutes: number): number[] {
  const arrivals: number[] = [];
  const until = plusMinutes(now, horizonMinutes);
  let sum = 0;
  for (let from = now; from < until;) {
    const hourEnds = plusMinutes(new Date(Math.floor(from.getTime() / 3_600_000) * 3_600_000), 60);
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
