import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { POLICY_NAMES } from '../../dispatch/policies/policies.js';
import { compileInstance } from '../instance/compile-instance.js';
import type { DispatchInstance } from '../instance/dispatch-instance.js';
import { runPolicy } from '../run-policy.js';
import { sampleDay, sampleReader, sampleWork } from '../samples.fixture.js';
import { clairvoyantBound } from './clairvoyant-bound.js';

const boundOf = (instance: DispatchInstance) => clairvoyantBound(compileInstance(instance));

/** Work of one bucket each, so that the relaxation is a matching of studies to readers' buckets. */
const unit = fc.record({
  from: fc.integer({ min: 0, max: 4 }),
  length: fc.integer({ min: 1, max: 3 }),
  weight: fc.constantFrom(1, 4, 10, 20),
  skilled: fc.boolean(),
});
const units = fc.array(unit, { minLength: 1, maxLength: 5 });
type Unit = typeof unit extends fc.Arbitrary<infer T> ? T : never;

/** Two readers, one of them skilled, from 0 to 40; nobody stays longer than the read that was begun, ten minutes. */
function dayOf(list: readonly Unit[]): DispatchInstance {
  const shift = { shifts: [{ fromMinute: 0, toMinute: 40 }] };
  return sampleDay(
    [sampleReader('r', { ...shift, subspecialties: ['neuro'] }), sampleReader('s', shift)],
    list.map(({ from, length, weight, skilled }, index) =>
      sampleWork(`w${index}`, 10 * from, {
        weight,
        dueAtMinute: 10 * (from + length),
        subspecialty: skilled ? 'neuro' : null,
      }),
    ),
  );
}

/** The most weight that can be on time, by trying every place for every study: buckets 0 to 4 of either reader. */
function best(list: readonly Unit[], taken = new Set<string>()): number {
  const [first, ...rest] = list;
  if (!first) return 0;
  let most = best(rest, taken);
  for (const reader of first.skilled ? ['r'] : ['r', 's']) {
    for (let bucket = first.from; bucket < Math.min(5, first.from + first.length); bucket++) {
      const place = `${reader}${bucket}`;
      if (taken.has(place)) continue;
      taken.add(place);
      most = Math.max(most, first.weight + best(rest, taken));
      taken.delete(place);
    }
  }
  return most;
}

describe('the clairvoyant bound', () => {
  it('equals the best of all ways, where there are few', () => {
    fc.assert(
      fc.property(units, (list) => {
        const all = list.reduce((sum, { weight }) => sum + weight, 0);
        const bound = (boundOf(dayOf(list)).weightedBreachesPerThousand * list.length) / 1000;
        expect(bound).toBeCloseTo(all - best(list), 6);
      }),
      { numRuns: 40 },
    );
  });

  it('is not above any policy', () => {
    const some = fc.record({
      at: fc.integer({ min: 0, max: 400 }),
      minutes: fc.integer({ min: 1, max: 60 }),
      due: fc.integer({ min: 5, max: 120 }),
      weight: fc.constantFrom(1, 4, 20),
      skilled: fc.boolean(),
    });
    const somebody = fc.record({
      from: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 30, max: 400 }),
      pace: fc.constantFrom(0.7, 1, 1.4),
      skilled: fc.boolean(),
    });
    const both = fc.tuple(
      fc.array(somebody, { minLength: 1, maxLength: 4 }),
      fc.array(some, { minLength: 1, maxLength: 20 }),
    );
    fc.assert(
      fc.property(both, fc.constantFrom(...POLICY_NAMES), ([readers, works], policy) => {
        const day = compileInstance(
          sampleDay(
            readers.map(({ from, length, pace, skilled }, index) =>
              sampleReader(`r${index}`, {
                shifts: [{ fromMinute: from, toMinute: from + length }],
                pace,
                subspecialties: skilled ? ['neuro'] : [],
              }),
            ),
            works.map(({ at, minutes, due, weight, skilled }, index) =>
              sampleWork(`w${index}`, at, {
                readingMinutes: minutes,
                dueAtMinute: at + due,
                weight,
                subspecialty: skilled ? 'neuro' : null,
              }),
            ),
          ),
        );
        const { outcome } = runPolicy({ day, policy, seed: '1' });
        const { weightedBreachesPerThousand } = clairvoyantBound(day);
        expect(weightedBreachesPerThousand).toBeLessThanOrEqual(outcome.weightedBreachesPerThousand + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('tells what the reading time alone makes late, even with the fastest who is there', () => {
    const day = sampleDay(
      [sampleReader('quick', { pace: 0.5 }), sampleReader('slow')],
      [sampleWork('a', 0, { readingMinutes: 121 }), sampleWork('b', 0, { readingMinutes: 119 })],
    );
    expect(boundOf(day).hopelessPerThousand).toBe(500);
  });
});
