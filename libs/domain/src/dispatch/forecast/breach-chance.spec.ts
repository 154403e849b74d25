import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chanceBeyond, withMean, type Lognormal } from '../reading-time/lognormal.js';
import { breachChanceFrom, breachChanceRunning, breachChanceWaiting } from './breach-chance.js';

const time: Lognormal = { mu: Math.log(10), sigma: 0.5 };

describe('the chance that a read misses its deadline', () => {
  it('is one half when the time left from its start is its median', () => {
    expect(breachChanceFrom(time, 20, 30)).toBeCloseTo(0.5, 12);
  });

  it('is as the normal table says: two deviations more leave 2.275 %', () => {
    expect(breachChanceFrom(time, 0, 10 * Math.exp(2 * 0.5))).toBeCloseTo(0.0227501, 7);
  });

  it('is certain once nothing is left', () => {
    expect(breachChanceFrom(time, 30, 30)).toBe(1);
    expect(breachChanceWaiting(time, 30, 0)).toBe(1);
    expect(breachChanceRunning(time, 1, -3)).toBe(1);
  });

  it('without a wait is that of the reading alone, exactly', () => {
    expect(breachChanceWaiting(time, 0, 17)).toBe(chanceBeyond(time, 17));
  });

  it('sums wait and reading by their moments', () => {
    // Mean 20 + 10 = 30, variance (0.5 x 20)^2 + 10^2 (e^0.25 - 1) = 128.4025; sigma^2 = ln(1 + 128.4025 / 900).
    const sigma = Math.sqrt(Math.log(1 + 128.402541668774 / 900));
    const median = 30 * Math.exp(-(sigma * sigma) / 2);
    expect(breachChanceWaiting(withMean(10, 0.5), 20, median)).toBeCloseTo(0.5, 12);
    expect(breachChanceWaiting(withMean(10, 0.5), 20, median * Math.exp(sigma))).toBeCloseTo(0.158655, 6);
  });

  it('of a read that runs counts only what can still come', () => {
    expect(breachChanceRunning(time, 10, 10)).toBeCloseTo(chanceBeyond(time, 20) / 0.5, 12);
    expect(breachChanceRunning(time, 0, 20)).toBeCloseTo(chanceBeyond(time, 20), 12);
    expect(breachChanceRunning(time, 1e30, 10)).toBeGreaterThan(0.9);
  });

  it('never rises with slack, never falls with the wait, and is a chance', () => {
    const minutes = fc.double({ min: -60, max: 2000, noNaN: true });
    const times = fc.record({
      mu: fc.double({ min: -2, max: 6, noNaN: true }),
      sigma: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
    });
    fc.assert(
      fc.property(times, minutes, minutes, minutes, (of, wait, slack, more) => {
        const [less, most] = [Math.min(slack, more), Math.max(slack, more)];
        for (const chance of [breachChanceFrom, breachChanceWaiting, breachChanceRunning]) {
          const [near, far] = [chance(of, wait, less), chance(of, wait, most)];
          expect(far).toBeLessThanOrEqual(near + 1e-12);
          expect(near).toBeLessThanOrEqual(1);
          expect(far).toBeGreaterThanOrEqual(0);
        }
        expect(breachChanceFrom(of, Math.max(wait, more), slack)).toBeGreaterThanOrEqual(
          breachChanceFrom(of, Math.min(wait, more), slack) - 1e-12,
        );
      }),
    );
  });
});
