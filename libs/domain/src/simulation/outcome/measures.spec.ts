import { describe, expect, it } from '@jest/globals';
import { compileInstance } from '../instance/compile-instance.js';
import { runPolicy } from '../run-policy.js';
import { sampleDay, sampleReader, sampleWork } from '../samples.fixture.js';
import { brierSkill } from './brier-skill.js';
import { gini } from './evenness.js';
import { geometricRatio } from './geometric-ratio.js';
import { quantile } from './quantile.js';

describe('figures', () => {
  it('are ranks for quantiles, 0 of none', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([3, 1, 2], 1), quantile([], 0.5)]).toEqual([2, 3, 0]);
  });

  it('are even at a Gini of 0, and one has all near 1', () => {
    expect(gini([2, 2, 2])).toBeCloseTo(0);
    expect(gini([0, 0, 0, 8])).toBeCloseTo(0.75);
  });

  it('have skill by how much nearer they come than the usual share', () => {
    const came = [true, false, false, true];
    expect(brierSkill(came.map((each) => ({ chance: Number(each), came: each })))).toBe(1);
    expect(brierSkill(came.map((each) => ({ chance: 0.5, came: each })))).toBe(0);
  });

  it('compare in pairs by the geometric mean, with an interval', () => {
    const { ratio, interval } = geometricRatio([10, 20, 40], [20, 40, 80], 0.1);
    expect(ratio).toBeCloseTo(0.5);
    expect(interval?.[0]).toBeCloseTo(0.5);
    // Logarithms -ln 2 and ln 2: mean 0, deviation ln 2 sqrt 2, so t = 12.706 times ln 2 either side.
    const wide = geometricRatio([1, 2], [2, 1], 0.1);
    expect(wide.ratio).toBeCloseTo(1);
    expect(Math.log(wide.interval![1])).toBeCloseTo(12.706 * Math.LN2);
    expect(geometricRatio([0], [0], 0.1)).toEqual({ ratio: 1, interval: null });
  });
});

describe('a run', () => {
  it('is measured by hand', () => {
    // a 0-10, b waits and is read 10-30, late by 5; c of the second reader is never read, due after the day.
    const studies = [
      sampleWork('a', 0, { workUnits: 2 }),
      sampleWork('b', 4, { priority: 'urgent', weight: 4, readingMinutes: 20, dueAtMinute: 25, workUnits: 1 }),
      sampleWork('c', 5, { subspecialty: 'neuro', dueAtMinute: 2000 }),
    ];
    const { outcome } = runPolicy({
      day: compileInstance(sampleDay([sampleReader('r')], studies)),
      policy: 'fifo',
      seed: '1',
    });
    expect(outcome.studies).toBe(3);
    expect(outcome.weightedBreachesPerThousand).toBeCloseTo(4000 / 3);
    expect(outcome.breachPercent).toBeCloseTo(100 / 3);
    expect(outcome.weightedTardiness).toBeCloseTo((4 * 5) / 3);
    expect(outcome.hopelessPerThousand).toBe(0);
    expect(outcome.unread).toBe(1);
    expect(outcome.utilisation).toBeCloseTo(30 / 1440);
    expect(outcome.costPerWorkUnit).toBe(30);
    expect(outcome.byClass['urgent']).toEqual({
      studies: 1,
      breachPercent: 100,
      p50Minutes: 26,
      p95Minutes: 26,
      p99Minutes: 26,
      maximumWaitMinutes: 6,
    });
  });

  it('calls hopeless what the reading time alone makes late', () => {
    const study = sampleWork('a', 0, { readingMinutes: 70 });
    const { outcome } = runPolicy({
      day: compileInstance(sampleDay([sampleReader('r')], [study])),
      policy: 'fifo',
      seed: '1',
    });
    expect(outcome.hopelessPerThousand).toBe(1000);
  });
});
