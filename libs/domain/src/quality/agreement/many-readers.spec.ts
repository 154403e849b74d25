import { describe, expect, it } from '@jest/globals';
import { agreementWeights } from './agreement-weights.js';
import { congerKappa } from './conger-kappa.js';
import { krippendorffAlpha } from './krippendorff-alpha.js';
import { brennanPredigerOfMany, fleissKappa, fleissZ, gwetAcOfMany } from './many-readers.js';
import { countRatings } from './ratings.js';

describe('six psychiatrists and 30 patients (Fleiss 1971; irr, statsmodels)', () => {
  const counts = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
    [0, 0, 5, 0, 1],
    [3, 0, 0, 1, 2],
    [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0],
    [1, 0, 2, 0, 3],
    [0, 0, 0, 0, 6],
    [0, 1, 0, 5, 0],
    [0, 2, 0, 1, 3],
    [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1],
    [0, 5, 0, 1, 0],
    [4, 0, 0, 0, 2],
    [0, 2, 0, 4, 0],
    [1, 0, 5, 0, 0],
    [0, 0, 0, 0, 6],
  ];

  it('have the published kappa and z', () => {
    expect(fleissKappa(counts)?.value).toBeCloseTo(0.4302445, 7);
    expect(fleissZ(counts)).toBeCloseTo(17.65183, 5);
  });
});

describe('four observers and twelve units with gaps (Krippendorff; irrCAC, cac.raw4raters)', () => {
  const categories = ['1', '2', '3', '4', '5'] as const;
  const gap = null;
  const ratings = [
    ['1', '1', gap, '1'],
    ['2', '2', '3', '2'],
    ['3', '3', '3', '3'],
    ['3', '3', '3', '3'],
    ['2', '2', '2', '2'],
    ['1', '2', '3', '4'],
    ['4', '4', '4', '4'],
    ['1', '1', '2', '1'],
    ['2', '2', '2', '2'],
    [gap, '5', '5', '5'],
    [gap, gap, '1', '1'],
    [gap, gap, '3', gap],
  ] as const;
  const counts = countRatings(categories, ratings);

  it('have the published AC1 and AC2', () => {
    expect(gwetAcOfMany(counts)?.observed).toBeCloseTo(0.8181818, 7);
    expect(gwetAcOfMany(counts)?.value).toBeCloseTo(0.77544, 5);
    expect(gwetAcOfMany(counts)?.standardError).toBeCloseTo(0.14295, 5);
    const weighted = gwetAcOfMany(counts, agreementWeights('quadratic', 5));
    expect(weighted?.value).toBeCloseTo(0.914, 5);
    expect(weighted?.standardError).toBeCloseTo(0.10396, 5);
  });

  it('have the published Fleiss, Conger and Brennan-Prediger', () => {
    expect(fleissKappa(counts)?.value).toBeCloseTo(0.76117, 5);
    expect(fleissKappa(counts)?.standardError).toBeCloseTo(0.15302, 5);
    expect(congerKappa(categories, ratings)).toBeCloseTo(0.76282, 5);
    expect(brennanPredigerOfMany(counts)?.value).toBeCloseTo(0.77273, 5);
  });

  it('have the published alpha, and those for ordered classes', () => {
    expect(krippendorffAlpha(counts)).toBeCloseTo(0.74342, 5);
    expect(krippendorffAlpha(counts, 'nominal')).toBeCloseTo(0.743421052631579, 12);
    expect(krippendorffAlpha(counts, 'ordinal')).toBeCloseTo(0.8153875037548814, 12);
    expect(krippendorffAlpha(counts, 'interval')).toBeCloseTo(0.8491071428571428, 12);
  });

  it('have no z of Fleiss, which needs as many readers for every study', () => {
    expect(fleissZ(counts)).toBeNull();
  });
});
