import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comingRates, expectedArrivals, hourOfWeek, HOURS_OF_WEEK, localHours } from './expected-arrivals.js';

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

describe('arrivals learned by the local clock', () => {
  /** One study every Monday from eight to nine. */
  const mondayAtEight = rates(0).map((_, hour) => (hour === 8 ? 1 : 0));
  const comesAt = (zone: string, now: string) => {
    const at = new Date(now);
    const [minutes = Number.NaN] = expectedArrivals(comingRates(mondayAtEight, localHours(zone, at, 24)), at, 24 * 60);
    return new Date(at.getTime() + minutes * 60_000).toISOString();
  };

  it('come at the same hour of it before and after a clock change, so at another of UTC', () => {
    expect(comesAt('America/Chicago', '2026-10-26T00:00:00Z')).toBe('2026-10-26T13:30:00.000Z');
    expect(comesAt('America/Chicago', '2026-11-02T00:00:00Z')).toBe('2026-11-02T14:30:00.000Z');
  });

  it('come within the day on which the clocks change', () => {
    const sundayAtEight = rates(0).map((_, hour) => (hour === 6 * 24 + 8 ? 1 : 0));
    const now = new Date('2026-11-01T05:00:00Z');
    const coming = comingRates(sundayAtEight, localHours('America/Chicago', now, 24));
    expect(expectedArrivals(coming, now, 24 * 60)).toEqual([9.5 * 60]);
  });

  it('are spread over two hours of UTC where the zone is half an hour off', () => {
    const coming = comingRates(mondayAtEight, localHours('Asia/Kolkata', monday, 24));
    expect([coming[2], coming[3]]).toEqual([0.5, 0.5]);
    expect(coming.reduce((sum, each) => sum + each)).toBe(1);
  });
});
