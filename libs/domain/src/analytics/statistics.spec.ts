import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { median, percentile } from './percentile.js';
import { wilsonInterval } from './wilson-interval.js';

describe('the nearest-rank percentile', () => {
  const minutes = [58, 4, 6, 7, 9, 11, 12, 15, 18, 22, 31];

  it.each([
    [90, 31],
    [95, 58],
    [100, 58],
    [50, 12],
    [1, 4],
  ])('gives P%i of eleven turnaround times as %i, not an interpolated value', (percent, expected) => {
    expect(percentile(minutes, percent)).toBe(expected);
  });

  it('is the lower middle value as median of an even number, and unknown for none', () => {
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(median([])).toBeNull();
    expect(percentile([], 90)).toBeNull();
  });

  it('hits the exact rank where floating point would pass it', () => {
    const hundred = Array.from({ length: 1000 }, (_, index) => index + 1);
    expect(percentile(hundred, 99.8)).toBe(998);
    expect(percentile(hundred.slice(0, 100), 7)).toBe(7);
  });

  it('refuses what is no percentage', () => {
    expect(() => percentile([1], 0)).toThrow(RangeError);
    expect(() => percentile([1], 101)).toThrow(RangeError);
  });

  it('is the smallest value that enough values do not exceed', () => {
    const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const found = percentile(list, percent) ?? Number.NaN;
        const needed = percent * list.length;
        expect(list).toContain(found);
        expect(100 * list.filter((value) => value <= found).length).toBeGreaterThanOrEqual(needed);
        expect(100 * list.filter((value) => value < found).length).toBeLessThan(needed);
      }),
    );
  });
});

describe('the Wilson interval', () => {
  // z = 1.959963984540054. Computed by Wilson's closed form outside this project and compared with published tables.
  it.each([
    [18, 20, 0.6989663547715128, 0.9721335187862319],
    [4, 200, 0.007804426416349472, 0.05028708690582643],
    [1, 30, 0.005908590381612455, 0.1667039099140917],
    [0, 30, 0, 0.11351339317396873],
    [81, 263, 0.2552885198782743, 0.3662095769828001],
    [0, 20, 0, 0.1611251580528193],
    [0, 77, 0, 0.04751842528243406],
  ])('of %i out of %i is [%f, %f]', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval?.[0]).toBeCloseTo(low, 12);
    expect(interval?.[1]).toBeCloseTo(high, 12);
  });

  it('is unknown for nothing counted, and refuses what is no share', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
  });

  it('stays within 0..1, holds the share, and mirrors failures', () => {
    const counts = fc
      .integer({ min: 1, max: 5000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([successes, n]) => {
        const [low, high] = wilsonInterval(successes, n) ?? [Number.NaN, Number.NaN];
        const [mirrorLow, mirrorHigh] = wilsonInterval(n - successes, n) ?? [Number.NaN, Number.NaN];
        expect(low >= 0 && high <= 1 && low <= successes / n + 1e-12 && successes / n <= high + 1e-12).toBe(true);
        expect(low).toBeCloseTo(1 - mirrorHigh, 12);
        expect(high).toBeCloseTo(1 - mirrorLow, 12);
      }),
    );
  });
});
