import { describe, expect, it } from '@jest/globals';
import { chanceBeyond, meanMinutes, residualMinutes, withMean } from './lognormal.js';
import { normalCumulative } from './normal.js';

describe('the normal distribution', () => {
  // Abramowitz and Stegun, table 26.1.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1, 0.158655253931457],
    [1.96, 0.97500210485178],
    [-3, 0.00134989803163],
    [8, 1],
  ])('is as published at %p', (x, expected) => {
    expect(normalCumulative(x)).toBeCloseTo(expected, 12);
  });

  it('has a tail that is not lost to rounding', () => {
    expect(normalCumulative(-10) / 7.61985302416053e-24).toBeCloseTo(1, 6);
  });
});

describe('a lognormal reading time', () => {
  const time = withMean(10, 0.5);

  it('keeps its mean', () => {
    expect(meanMinutes(time)).toBeCloseTo(10, 12);
  });

  it('is longer than its median half of the time, and than nothing for certain', () => {
    expect(chanceBeyond(time, Math.exp(time.mu))).toBeCloseTo(0.5, 12);
    expect(chanceBeyond(time, 0)).toBe(1);
  });

  it('has more to go the longer it has run, once it has run long', () => {
    expect(residualMinutes(time, 0)).toBeCloseTo(10, 12);
    const left = [15, 30, 60, 120, 600].map((elapsed) => residualMinutes(time, elapsed));
    expect(left).toEqual(left.toSorted((a, b) => a - b));
  });

  it('agrees with summing the survival of what is left', () => {
    const elapsed = 12;
    let sum = 0;
    for (let minutes = elapsed; minutes < 400; minutes += 0.01) sum += chanceBeyond(time, minutes) * 0.01;
    expect(residualMinutes(time, elapsed)).toBeCloseTo(sum / chanceBeyond(time, elapsed), 1);
  });
});
