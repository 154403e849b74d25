import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calibrated, fitCalibration, type SettledForecast } from './calibration-curve.js';
import { reliabilityOf } from './reliability.js';

/** `n` forecasts of one chance, of which so many breached. */
const forecasts = (chance: number, n: number, breached: number): SettledForecast[] =>
  Array.from({ length: n }, (_, index) => ({ chance, breached: index < breached }));

describe('recalibration', () => {
  it('corrects chances that were said too high to what came of them', () => {
    const curve = fitCalibration([
      ...forecasts(0.1, 1000, 20),
      ...forecasts(0.5, 1000, 200),
      ...forecasts(0.9, 1000, 500),
    ]);
    expect(calibrated(curve, 0.1)).toBeCloseTo(0.02, 2);
    expect(calibrated(curve, 0.5)).toBeCloseTo(0.2, 2);
    expect(calibrated(curve, 0.9)).toBeCloseTo(0.5, 2);
    expect(calibrated(curve, 0.7)).toBeCloseTo(0.35, 2);
  });

  it('pools neighbours that came out the wrong way round', () => {
    const curve = fitCalibration([...forecasts(0.2, 300, 90), ...forecasts(0.3, 100, 10), ...forecasts(0.8, 300, 270)]);
    // 0.2 and 0.3 together: 100 of 400 breached.
    expect(curve[0]?.said).toBeCloseTo(0.225, 12);
    expect(curve[0]?.came).toBeCloseTo(101 / 402, 12);
    expect(curve).toHaveLength(2);
  });

  it('is the same whatever the order the forecasts come in', () => {
    const settled = [...forecasts(0.1, 300, 40), ...forecasts(0.6, 300, 170)];
    expect(fitCalibration(settled.toReversed())).toEqual(fitCalibration(settled));
  });

  it('changes nothing while too little is known', () => {
    expect(fitCalibration(forecasts(0.5, 199, 100))).toEqual([]);
    expect(fitCalibration(forecasts(0.5, 5000, 0))).toEqual([]);
    expect(calibrated([], 0.37)).toBe(0.37);
  });

  it('never turns two chances round, stays a chance, and never calls what it saw certain', () => {
    const some = fc.array(fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }), breached: fc.boolean() }), {
      minLength: 200,
      maxLength: 400,
    });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(some, chance, chance, (settled, a, b) => {
        const curve = fitCalibration(settled);
        const [low, high] = [calibrated(curve, Math.min(a, b)), calibrated(curve, Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high + 1e-12);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        for (const { came } of curve) expect(came > 0 && came < 1).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('reliability', () => {
  it('is a perfect forecast with skill 1, and the base rate with skill 0', () => {
    const perfect = [...forecasts(1, 30, 30), ...forecasts(0, 70, 0)];
    expect(reliabilityOf(perfect)).toMatchObject({ n: 100, baseRate: 0.3, brier: 0, skill: 1 });
    const base = reliabilityOf(forecasts(0.3, 100, 30));
    expect(base.brier).toBeCloseTo(0.21, 12);
    expect(base.skill).toBeCloseTo(0, 12);
  });

  it('has ten bins with n, the mean of what was said and what came of it', () => {
    const { bins } = reliabilityOf([...forecasts(0.25, 10, 2), ...forecasts(0.95, 4, 4), ...forecasts(1, 1, 1)]);
    expect(bins).toHaveLength(10);
    expect(bins[2]).toMatchObject({ from: 0.2, to: 0.3, n: 10, meanChance: 0.25, observed: 0.2 });
    expect(bins[9]).toMatchObject({ n: 5, observed: 1 });
    expect(bins[0]).toMatchObject({ n: 0, meanChance: null, observed: null, interval: null });
  });

  it('is null, not NaN, where nothing is known', () => {
    expect(reliabilityOf([])).toMatchObject({ n: 0, baseRate: null, meanChance: null, brier: null, skill: null });
    expect(reliabilityOf(forecasts(0.2, 5, 0)).skill).toBeNull();
  });
});
