import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ewma } from './ewma.js';
import { readsToSignal } from './reads-to-signal.js';
import { riskAdjustedCusum, riskWeight } from './risk-adjusted-cusum.js';
import { tabularCusum } from './tabular-cusum.js';

describe('the tabular CUSUM (Montgomery, Introduction to Statistical Quality Control)', () => {
  // Value, C+, N+, C- as printed.
  const printed = [
    [9.45, 0, 0, 0.05],
    [7.99, 0, 0, 1.56],
    [9.29, 0, 0, 1.77],
    [11.66, 1.16, 1, 0],
    [12.16, 2.82, 2, 0],
    [10.18, 2.5, 3, 0],
    [8.04, 0.04, 4, 1.46],
    [11.46, 1.0, 5, 0],
    [9.2, 0, 0, 0.3],
    [10.34, 0, 0, 0],
    [9.03, 0, 0, 0.47],
    [11.47, 0.97, 1, 0],
    [10.51, 0.98, 2, 0],
    [9.4, 0, 0, 0.1],
    [10.08, 0, 0, 0],
    [9.37, 0, 0, 0.13],
    [10.62, 0.12, 1, 0],
    [10.31, 0, 0, 0],
    [8.52, 0, 0, 0.98],
    [10.84, 0.34, 1, 0],
    [10.9, 0.74, 2, 0],
    [9.33, 0, 0, 0.17],
    [12.29, 1.79, 1, 0],
    [11.5, 2.79, 2, 0],
    [10.6, 2.89, 3, 0],
    [11.08, 3.47, 4, 0],
    [10.38, 3.35, 5, 0],
    [11.62, 4.47, 6, 0],
    [11.31, 5.28, 7, 0],
    [10.52, 5.3, 8, 0],
  ] as const;
  const design = { target: 10, allowance: 0.5, decisionInterval: 5 };
  const values = printed.map(([value]) => value);

  it('has every printed sum and run', () => {
    const steps = tabularCusum(values, design);
    expect(steps).toHaveLength(30);
    printed.forEach(([, above, run, below], index) => {
      expect(steps[index]?.above).toBeCloseTo(above, 6);
      expect(steps[index]?.runAbove).toBe(run);
      expect(steps[index]?.below).toBeCloseTo(below, 6);
    });
  });

  it('signals at the 29th value, seven values after the drift began', () => {
    const steps = tabularCusum(values, design);
    expect(steps.findIndex((step) => step.signal !== null)).toBe(28);
    expect(steps[28]).toMatchObject({ signal: 'above', runAbove: 7 });
  });

  it('is mirrored by mirrored values', () => {
    const mirrored = tabularCusum(
      values.map((value) => 20 - value),
      design,
    );
    expect(mirrored[28]).toMatchObject({ signal: 'below', runBelow: 7, above: 0 });
  });
});

describe('the EWMA (NIST/SEMATECH e-Handbook, 6.3.2.4)', () => {
  // Value and average as printed.
  const printed = [
    [52.0, 50.6],
    [47.0, 49.52],
    [53.0, 50.56],
    [49.3, 50.18],
    [50.1, 50.16],
    [47.0, 49.21],
    [51.0, 49.75],
    [50.1, 49.85],
    [51.2, 50.26],
    [50.5, 50.33],
    [49.6, 50.11],
    [47.6, 49.36],
    [49.9, 49.52],
    [51.3, 50.05],
    [47.8, 49.38],
    [51.2, 49.92],
    [52.6, 50.73],
    [52.4, 51.23],
    [53.6, 51.94],
    [52.1, 51.99],
  ] as const;
  const design = { lambda: 0.3, target: 50, sigma: 2.0539, width: 3 };

  it('has the printed limits and averages, and is in control', () => {
    const chart = ewma(
      printed.map(([value]) => value),
      design,
    );
    // NIST prints the lower limit a unit of the last digit off: 100 - 52.5884 is 47.4116.
    expect(chart.upper).toBeCloseTo(52.5884, 4);
    expect(Math.abs(chart.lower - 47.4115)).toBeLessThan(2e-4);
    expect(chart.steps).toHaveLength(20);
    printed.forEach(([, average], index) => {
      expect(chart.steps[index]?.average).toBeCloseTo(average, 2);
      expect(chart.steps[index]?.signal).toBeNull();
    });
  });

  it('signals on the side it leaves, and refuses a weight that is none', () => {
    expect(ewma([60], design).steps[0]?.signal).toBe('above');
    expect(ewma([40], design).steps[0]?.signal).toBe('below');
    expect(() => ewma([1], { ...design, lambda: 0 })).toThrow(RangeError);
  });
});

describe('the risk-adjusted CUSUM (Steiner et al. 2000)', () => {
  // Their surgical model: logit p = -3.68 + 0.077 x Parsonnet score; a patient of score 0, odds ratio 2.
  const expected = 1 / (1 + Math.exp(3.68));

  it('has the weights of their model', () => {
    expect(riskWeight({ discrepant: false, expected }, 2)).toBeCloseTo(-0.024304662618476976, 12);
    expect(riskWeight({ discrepant: true, expected }, 2)).toBeCloseTo(0.6688425179414683, 12);
  });

  it('adds up, rests at zero and signals at its limit', () => {
    const outcomes = [false, true, true, true, false].map((discrepant) => ({ discrepant, expected }));
    const steps = riskAdjustedCusum(outcomes, { oddsRatio: 2, decisionInterval: 2 });
    expect(steps.map((step) => step.signal)).toEqual([false, false, false, true, false]);
    expect(steps[0]?.sum).toBe(0);
    expect(steps[3]?.sum).toBeCloseTo(3 * 0.6688425179414683, 12);
  });

  it('signals when it reaches its limit', () => {
    const design = { oddsRatio: 2, decisionInterval: riskWeight({ discrepant: true, expected }, 2) };
    expect(riskAdjustedCusum([{ discrepant: true, expected }], design)[0]?.signal).toBe(true);
  });

  it('blames a discrepancy less where one was likelier', () => {
    const chance = fc.integer({ min: 1, max: 999 }).map((mille) => mille / 1000);
    fc.assert(
      fc.property(chance, chance, (one, other) => {
        const weight = (p: number): number => riskWeight({ discrepant: true, expected: p }, 2);
        if (one < other) expect(weight(one)).toBeGreaterThan(weight(other));
      }),
    );
  });

  it('refuses a chance that is none', () => {
    expect(() => riskWeight({ discrepant: true, expected: 0 }, 2)).toThrow(RangeError);
    expect(() => riskWeight({ discrepant: true, expected: Number.NaN }, 2)).toThrow(RangeError);
  });
});

describe('reads until a doubling is seen', () => {
  // Reckoned outside of this project by Markov chain, and checked by simulation.
  it.each([
    [0.02, 2, 1040, 184],
    [0.05, 3, 1520, 133],
    [0.02, 1.969, 1000, 181],
    [0.06, 3.392, 2000, 133],
  ])('at %f and h %f are a false alarm in %i reads and %i reads', (expected, decisionInterval, inControl, doubled) => {
    const design = { oddsRatio: 2, decisionInterval };
    expect(Math.abs(readsToSignal(expected, 1, design) / inControl - 1)).toBeLessThan(0.02);
    expect(Math.abs(readsToSignal(expected, 2, design) / doubled - 1)).toBeLessThan(0.02);
  });

  it('refuses a design that never signals', () => {
    expect(() => readsToSignal(0.02, 2, { oddsRatio: 1, decisionInterval: 2 })).toThrow(RangeError);
  });
});
