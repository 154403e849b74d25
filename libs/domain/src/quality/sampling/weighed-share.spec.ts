import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wilsonInterval } from '../../analytics/wilson-interval.js';
import { draw } from './draw.js';
import { samplingWeight, weighedShare } from './weighed-share.js';

const read = (holds: boolean, probability: number) => ({ holds, probability });
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

describe('a share weighed back to all reads', () => {
  it('counts a read drawn at 10 % as ten', () => {
    // One in two of 10 sampled at 10 % stands for 50 of 100, four of the other 20, all looked at, for 4 of 20.
    const reads = [...times(5, read(true, 0.1)), ...times(5, read(false, 0.1))];
    const others = [...times(4, read(true, 1)), ...times(16, read(false, 1))];
    const found = weighedShare([...reads, ...others]);
    expect(found?.share).toBeCloseTo(54 / 120, 12);
    expect(found?.n).toBe(30);
    expect(found?.effectiveN).toBeCloseTo(120 ** 2 / (10 * 100 + 20), 12);
    // Wilson for 45 % of 14.1176 reads; of 30 it would be 0.2880 to 0.6234.
    expect(found?.interval?.[0]).toBeCloseTo(0.2304, 4);
    expect(found?.interval?.[1]).toBeCloseTo(0.691, 4);
  });

  it('is the plain share with the plain interval when all were equally likely', () => {
    const probability = fc.constantFrom(0.02, 0.05, 0.5, 1);
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 50 }), probability, (held, chance) => {
        const found = weighedShare(held.map((holds) => read(holds, chance)));
        const holding = held.filter(Boolean).length;
        const [low, high] = wilsonInterval(holding, held.length) ?? [Number.NaN, Number.NaN];
        expect(found?.effectiveN).toBeCloseTo(held.length, 9);
        expect(found?.share).toBeCloseTo(holding / held.length, 12);
        expect(found?.interval?.[0]).toBeCloseTo(low, 9);
        expect(found?.interval?.[1]).toBeCloseTo(high, 9);
      }),
    );
  });

  it('never knows more than the reads it has, nor leaves its interval', () => {
    const reads = fc.record({ holds: fc.boolean(), probability: fc.double({ min: 0.001, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(reads, { minLength: 1, maxLength: 50 }), (list) => {
        const found = weighedShare(list);
        const [low, high] = found?.interval ?? [Number.NaN, Number.NaN];
        expect(found?.effectiveN).toBeGreaterThan(0.99);
        expect(found?.effectiveN).toBeLessThanOrEqual(list.length + 1e-9);
        expect(low <= (found?.share ?? 2) + 1e-9 && (found?.share ?? -1) <= high + 1e-9).toBe(true);
      }),
    );
  });

  it('finds the share of all reads, where the plain share of the sample is far off', () => {
    // 20,000 reads: of 2,000 hard ones, all looked at, 30 % are discrepant; of the others, one in twenty, 2 %.
    const all = Array.from({ length: 20_000 }, (_, index) => {
      const hard = index % 10 === 0;
      return {
        id: `read-${index}`,
        holds: draw(`read-${index}`, 'truth') < (hard ? 0.3 : 0.02),
        probability: hard ? 1 : 0.05,
      };
    });
    const truth = all.filter((each) => each.holds).length / all.length;
    const sample = all.filter((each) => draw(each.id, 'sampling') < each.probability);
    const plain = sample.filter((each) => each.holds).length / sample.length;
    const found = weighedShare(sample);
    const [low, high] = found?.interval ?? [1, 0];
    expect(low <= truth && truth <= high).toBe(true);
    expect(Math.abs((found?.share ?? 0) - truth)).toBeLessThan(0.012);
    expect(plain).toBeGreaterThan(truth + 0.1);
  });

  it('is unknown for no reads, and refuses a read without a chance', () => {
    expect(weighedShare([])).toBeNull();
    expect(() => samplingWeight(0)).toThrow(RangeError);
    expect(() => weighedShare([read(true, Number.NaN)])).toThrow(RangeError);
  });
});
