import { describe, expect, it } from '@jest/globals';
import { agreementWeights } from './agreement-weights.js';
import { cohenKappa } from './cohen-kappa.js';
import { brennanPrediger, scottPi } from './fixed-chance.js';
import { gwetAc } from './gwet-ac.js';
import { krippendorffAlpha } from './krippendorff-alpha.js';
import { percentAgreement } from './percent-agreement.js';

/** A table of two readers as each study's counts. */
const asCounts = (table: number[][]): number[][] =>
  table.flatMap((row, i) =>
    row.flatMap((count, j) =>
      Array.from({ length: count }, () => row.map((_, k) => Number(k === i) + Number(k === j))),
    ),
  );

describe('two abstractors of 100 charts (irrCAC, cont3x3abstractors; Gwet 2014)', () => {
  const table = [
    [13, 0, 0],
    [0, 20, 7],
    [0, 4, 56],
  ];
  const quadratic = agreementWeights('quadratic', 3);
  const linear = agreementWeights('linear', 3);

  it('have the published kappa and its standard error', () => {
    expect(cohenKappa(table)?.value).toBeCloseTo(0.7964094, 7);
    expect(cohenKappa(table)?.standardError).toBeCloseTo(0.05891072, 8);
    expect(cohenKappa(table, quadratic)?.value).toBeCloseTo(0.8921569, 7);
    expect(cohenKappa(table, quadratic)?.standardError).toBeCloseTo(0.03535151, 8);
  });

  it('have the published AC1 and AC2', () => {
    expect(gwetAc(table)?.value).toBeCloseTo(0.8493305, 7);
    expect(gwetAc(table)?.standardError).toBeCloseTo(0.04321747, 8);
    expect(gwetAc(table, quadratic)?.value).toBeCloseTo(0.9402369, 7);
    expect(gwetAc(table, quadratic)?.standardError).toBeCloseTo(0.01792019, 8);
  });

  it('have the published pi, Brennan-Prediger and alpha', () => {
    expect(scottPi(table)).toBeCloseTo(0.7962397, 7);
    expect(brennanPrediger(table)).toBeCloseTo(0.835, 12);
    expect(krippendorffAlpha(asCounts(table))).toBeCloseTo(0.7972585, 7);
  });

  it('agree with figures reckoned outside of this project where nothing is published', () => {
    expect(cohenKappa(table, linear)?.value).toBeCloseTo(0.8429020279920024, 12);
    expect(cohenKappa(table, linear)?.standardError).toBeCloseTo(0.04787212159033969, 12);
    expect(gwetAc(table, linear)?.value).toBeCloseTo(0.9000227221086119, 12);
    expect(gwetAc(table, linear)?.standardError).toBeCloseTo(0.029275601621345817, 12);
  });
});

describe('the 19 subjects of a SAS printout (statsmodels, test_inter_rater)', () => {
  const table = [
    [0, 4, 1],
    [0, 8, 0],
    [0, 1, 5],
  ];

  it('have the printed kappa, errors, limits and z', () => {
    const kappa = cohenKappa(table);
    expect(kappa?.value).toBeCloseTo(0.4842, 4);
    expect(kappa?.standardError).toBeCloseTo(0.138, 4);
    expect(kappa?.interval?.[0]).toBeCloseTo(0.2137, 4);
    expect(kappa?.interval?.[1]).toBeCloseTo(0.7547, 4);
    expect(kappa?.nullStandardError).toBeCloseTo(0.1484, 4);
    expect((kappa?.value ?? 0) / (kappa?.nullStandardError ?? 0)).toBeCloseTo(3.2626, 4);
  });

  it('have the printed linearly weighted kappa, errors, limits and z', () => {
    const kappa = cohenKappa(table, agreementWeights('linear', 3));
    expect(kappa?.value).toBeCloseTo(0.4701, 4);
    expect(kappa?.standardError).toBeCloseTo(0.1457, 4);
    expect(kappa?.interval?.[0]).toBeCloseTo(0.1845, 4);
    expect(kappa?.interval?.[1]).toBeCloseTo(0.7558, 4);
    expect(kappa?.nullStandardError).toBeCloseTo(0.1426, 4);
    expect((kappa?.value ?? 0) / (kappa?.nullStandardError ?? 0)).toBeCloseTo(3.2971, 4);
  });
});

describe('the 200 patients of Cohen (1960, 1968; R psych)', () => {
  const table = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  // Cohen's weights of disagreement 0, 1, 3, 6 as credit.
  const credit = [
    [1, 5 / 6, 1 / 2],
    [5 / 6, 1, 0],
    [1 / 2, 0, 1],
  ];

  it('have the published kappa', () => {
    expect(cohenKappa(table)?.value).toBeCloseTo(0.492, 3);
  });

  it('have the published kappa under weights of one’s own', () => {
    expect(cohenKappa(table, (i, j) => credit[i]?.[j] ?? 0)?.value).toBeCloseTo(0.348, 3);
  });
});

describe('the paradox of Feinstein and Cicchetti (1990)', () => {
  const balanced = [
    [40, 9],
    [6, 45],
  ];
  const rare = [
    [80, 10],
    [5, 5],
  ];

  it('gives one agreement of 85 % two kappas', () => {
    expect(percentAgreement(balanced)).toMatchObject({ n: 100, share: 0.85 });
    expect(percentAgreement(rare)).toMatchObject({ n: 100, share: 0.85 });
    expect(cohenKappa(balanced)?.value).toBeCloseTo(0.7, 2);
    expect(cohenKappa(rare)?.value).toBeCloseTo(0.32, 2);
  });

  it('leaves AC1 near the agreement seen', () => {
    expect(gwetAc(balanced)?.value).toBeCloseTo(0.7007481296758108, 12);
    expect(gwetAc(rare)?.value).toBeCloseTo(0.808, 12);
    expect(gwetAc(rare)?.standardError).toBeCloseTo(0.052129420238479524, 12);
  });
});

describe('percent agreement', () => {
  it('has the Wilson interval of 18 in 20', () => {
    const agreement = percentAgreement([
      [10, 2],
      [0, 8],
    ]);
    expect(agreement?.share).toBeCloseTo(0.9, 12);
    expect(agreement?.interval?.[0]).toBeCloseTo(0.6989663547715128, 12);
    expect(agreement?.interval?.[1]).toBeCloseTo(0.9721335187862319, 12);
  });
});
