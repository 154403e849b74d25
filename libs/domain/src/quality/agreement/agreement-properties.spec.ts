import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreementWeights, WEIGHT_SCHEMES, type WeightScheme } from './agreement-weights.js';
import { cohenKappa } from './cohen-kappa.js';
import { congerKappa } from './conger-kappa.js';
import { crossTable, type CrossTable } from './cross-table.js';
import { brennanPrediger, scottPi } from './fixed-chance.js';
import { gwetAc } from './gwet-ac.js';
import { ALPHA_METRICS, krippendorffAlpha } from './krippendorff-alpha.js';
import { brennanPredigerOfMany, fleissKappa, fleissZ, gwetAcOfMany } from './many-readers.js';
import { percentAgreement } from './percent-agreement.js';
import { countRatings } from './ratings.js';

const CLASSES = ['normal', 'not-actionable', 'actionable', 'critical'] as const;
const rating = fc.constantFrom(...CLASSES);
const pairs = fc.array(fc.record({ first: rating, second: rating }), { minLength: 1, maxLength: 60 });
const scheme = fc.constantFrom(...WEIGHT_SCHEMES);
const studies = fc.array(fc.array(fc.option(rating, { freq: 4 }), { minLength: 3, maxLength: 3 }), { maxLength: 30 });

/** Every coefficient of two readers. */
const ofTwo = (table: CrossTable, weighting: WeightScheme): (number | null)[] => {
  const weights = agreementWeights(weighting, table.length);
  return [
    percentAgreement(table)?.share ?? null,
    cohenKappa(table, weights)?.value ?? null,
    gwetAc(table, weights)?.value ?? null,
    scottPi(table, weights),
    brennanPrediger(table, weights),
  ];
};

/** Every figure about many readers. */
const ofMany = (ratings: readonly (readonly ((typeof CLASSES)[number] | null)[])[]): (number | null)[] => {
  const counts = countRatings(CLASSES, ratings);
  const found = [fleissKappa(counts), gwetAcOfMany(counts), brennanPredigerOfMany(counts)];
  return [
    ...found.flatMap((each) => [each?.value ?? null, each?.standardError ?? null, ...(each?.interval ?? [])]),
    congerKappa(CLASSES, ratings),
    ...ALPHA_METRICS.map((metric) => krippendorffAlpha(counts, metric)),
  ];
};

function expectSame(found: (number | null)[], wanted: (number | null)[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, index) => {
    const other = wanted[index] ?? null;
    if (value === null || other === null) expect(value).toBe(other);
    else expect(value).toBeCloseTo(other, 9);
  });
}

describe('agreement of two readers', () => {
  it('does not depend on who is called the first', () => {
    fc.assert(
      fc.property(pairs, scheme, (list, weighting) => {
        const swapped = list.map(({ first, second }) => ({ first: second, second: first }));
        expectSame(ofTwo(crossTable(CLASSES, swapped), weighting), ofTwo(crossTable(CLASSES, list), weighting));
      }),
    );
  });

  it('does not depend on the order of the studies, nor of classes that have none', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const turned = crossTable(CLASSES, list.toReversed());
        expect(turned).toEqual(crossTable(CLASSES, list));
        const renamed = crossTable(CLASSES.toReversed(), list);
        expectSame(ofTwo(renamed, 'plain'), ofTwo(turned, 'plain'));
      }),
    );
  });

  it('is a number up to 1, plain from -1, that its interval holds, or unknown', () => {
    fc.assert(
      fc.property(pairs, scheme, (list, weighting) => {
        const table = crossTable(CLASSES, list);
        const kappa = cohenKappa(table, agreementWeights(weighting, 4));
        const ac = gwetAc(table, agreementWeights(weighting, 4));
        for (const each of [kappa, ac]) {
          if (each === null) continue;
          expect(Number.isFinite(each.standardError)).toBe(true);
          const [low, high] = each.interval ?? [Number.NaN, Number.NaN];
          expect(low <= each.value + 1e-12 && each.value <= high + 1e-12 && high <= 1).toBe(true);
          if (weighting === 'plain') expect(low).toBeGreaterThanOrEqual(-1);
        }
        for (const value of ofTwo(table, weighting)) {
          if (value === null) continue;
          expect(Number.isFinite(value) && value <= 1 + 1e-9).toBe(true);
          if (weighting === 'plain') expect(value).toBeGreaterThanOrEqual(-1 - 1e-9);
        }
      }),
    );
  });

  it('is 1 wherever it is defined when both always say the same, without an error', () => {
    fc.assert(
      fc.property(fc.array(rating, { minLength: 1, maxLength: 40 }), scheme, (list, weighting) => {
        const table = crossTable(
          CLASSES,
          list.map((each) => ({ first: each, second: each })),
        );
        const one = new Set(list).size === 1;
        expectSame(ofTwo(table, weighting), [1, one ? null : 1, 1, one ? null : 1, 1]);
        expect(gwetAc(table)?.standardError).toBeCloseTo(0, 7);
      }),
    );
  });

  it('is unknown without pairs and with a scheme of one class', () => {
    expect(ofTwo(crossTable(CLASSES, []), 'plain')).toEqual([null, null, null, null, null]);
    expect(ofTwo([[7]], 'linear')).toEqual([1, null, null, null, null]);
  });

  it('keeps a class that neither used: it changes what is weighted', () => {
    const list = [
      { first: 'normal', second: 'normal' },
      { first: 'normal', second: 'not-actionable' },
      { first: 'actionable', second: 'actionable' },
    ] as const;
    const kappaOver = (classes: readonly string[], weighting: WeightScheme): number | undefined =>
      cohenKappa(crossTable(classes, list), agreementWeights(weighting, classes.length))?.value;
    const used = ['normal', 'not-actionable', 'actionable'];
    const spread = ['normal', 'other', 'not-actionable', 'actionable'];
    expect(kappaOver(used, 'plain')).toBeCloseTo(kappaOver(spread, 'plain') ?? 0, 12);
    expect(kappaOver(used, 'quadratic')).not.toBeCloseTo(kappaOver(spread, 'quadratic') ?? 0, 3);
  });

  it('takes pairs of weight 2 as two pairs', () => {
    fc.assert(
      fc.property(pairs, scheme, (list, weighting) => {
        const heavy = crossTable(
          CLASSES,
          list.map((pair) => ({ ...pair, weight: 2 })),
        );
        expect(heavy).toEqual(crossTable(CLASSES, [...list, ...list]));
        expectSame(ofTwo(heavy, weighting), ofTwo(crossTable(CLASSES, list), weighting));
      }),
    );
  });

  it('refuses a class of another scheme, a table that is not square and what is no count', () => {
    expect(() => crossTable(CLASSES, [{ first: 'normal', second: '2b' as 'normal' }])).toThrow(RangeError);
    expect(() => cohenKappa([[1, 2]])).toThrow(RangeError);
    expect(() => cohenKappa([[Number.NaN]])).toThrow(RangeError);
    expect(() => cohenKappa([[-1]])).toThrow(RangeError);
  });
});

describe('agreement of many readers', () => {
  it('does not depend on the order of studies or readers', () => {
    fc.assert(
      fc.property(studies, (list) => {
        const turned = list.map((ratings) => ratings.toReversed()).toReversed();
        expectSame(ofMany(turned), ofMany(list));
      }),
    );
  });

  it('is never NaN or infinite, whatever is missing', () => {
    fc.assert(
      fc.property(studies, (list) => {
        for (const value of ofMany(list)) expect(value === null || Number.isFinite(value)).toBe(true);
        const z = fleissZ(countRatings(CLASSES, list));
        expect(z === null || Number.isFinite(z)).toBe(true);
      }),
    );
  });

  it('is 1 wherever it is defined when all always say the same', () => {
    fc.assert(
      fc.property(fc.array(rating, { minLength: 2, maxLength: 20 }), (list) => {
        const counts = countRatings(
          CLASSES,
          list.map((each) => [each, each, each]),
        );
        const one = new Set(list).size === 1;
        const values = [fleissKappa(counts)?.value ?? null, gwetAcOfMany(counts)?.value ?? null];
        expectSame([...values, krippendorffAlpha(counts, 'ordinal')], one ? [null, 1, null] : [1, 1, 1]);
      }),
    );
  });

  it('of two who read everything is Scott’s pi, Gwet’s AC1 and Cohen’s kappa', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const ratings = list.map(({ first, second }) => [first, second]);
        const counts = countRatings(CLASSES, ratings);
        const table = crossTable(CLASSES, list);
        expectSame(
          [fleissKappa(counts)?.value ?? null, gwetAcOfMany(counts)?.value ?? null, congerKappa(CLASSES, ratings)],
          [scottPi(table), gwetAc(table)?.value ?? null, cohenKappa(table)?.value ?? null],
        );
      }),
    );
  });

  it('is unknown without a study that two have read', () => {
    expect(ofMany([]).every((value) => value === null)).toBe(true);
    expect(ofMany([['normal', null, null]]).every((value) => value === null)).toBe(true);
    expect(() => countRatings(CLASSES, [['2b' as 'normal']])).toThrow(RangeError);
  });
});
