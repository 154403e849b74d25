import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectedArrivals, hourOfWeek, HOURS_OF_WEEK } from './expected-arrivals.js';

/** A Monday. */
const monday = new Date('2026-11-23T00:00:00Z');
const rates = (perHour: number) => Array.from({ length: HOURS_OF_WEEK }, () => perHour);

describe('expected arrivals', () => {
  it('count hours of the week from Monday midnight, UTC', () => {
    expect(hourOfWeek(monday)).toBe(0);
    expect(hourOfWeek(new Date('2026-11-22T23:59:59Z'))).toBe(167);
  });

  it('come evenly, two an hour: at a quarter past and a quarter to', () => {
    expect(expectedArrivals(rates(2), monday, 120)).toEqual([15, 45, 75, 105]);
  });

  it('follow the hours: none in an hour that has none', () => {
    const weekly = rates(0).map((_, hour) => (hour === 1 ? 4 : 0));
    expect(expectedArrivals(weekly, new Date('2026-11-23T00:30:00Z'), 180)).toEqual([37.5, 52.5, 67.5, 82.5]);
  });

  it('are rare where one comes every five hours', () => {
    expect(expectedArrivals(rates(0.2), monday, 480)).toHaveLength(2);
    expect(expectedArrivals([], monday, 480)).toEqual([]);
  });

  it('are as many as the rates say, within one half, in order, within the horizon', () => {
    const weekly = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 168, maxLength: 168 });
    fc.assert(
      fc.property(
        weekly,
        fc.integer({ min: 0, max: 10_079 }),
        fc.integer({ min: 1, max: 720 }),
        (of, start, horizon) => {
          const now = new Date(monday.getTime() + start * 60_000);
          const arrivals = expectedArrivals(of, now, horizon);
          let expected = 0;
          for (let minute = 0; minute < horizon; minute++) {
            expected += (of[hourOfWeek(new Date(now.getTime() + minute * 60_000))] ?? 0) / 60;
          }
          expect(Math.abs(arrivals.length - expected)).toBeLessThanOrEqual(0.5 + 1e-6);
          expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
          expect(arrivals.every((at) => at >= 0 && at <= horizon + 1e-9)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});
