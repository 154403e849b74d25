import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId, type ReaderId } from '../../core/ids.js';
import { expectedMinutesOf } from '../../studies/classification/expected-minutes.js';
import { MODALITY_FAMILIES } from '../../studies/study.js';
import { expectedTime } from './expected-time.js';
import { fitReadingTimes } from './fit-reading-times.js';
import { meanMinutes } from './lognormal.js';
import { isReadingTime } from './outlier-limits.js';
import { NOTHING_LEARNED } from './reading-time-model.js';
import type { FinishedReading } from './reading-statistics.js';
import { exam, learnAll, readsOf, seeded, type Practice } from './samples.fixture.js';

const head = exam();
const abdomen = exam({ region: 'abdomen' });
const brain = exam({ family: 'MR', region: 'head' });
const fast: ReaderId = asId('fast');
const slow: ReaderId = asId('slow');

const PRACTICE: Practice = {
  readers: new Map([
    ['fast', -0.3],
    ['slow', 0.25],
    ...Array.from({ length: 18 }, (_, index): [string, number] => [`reader-${index}`, (index - 8.5) / 60]),
  ]),
  types: [
    { exam: head, effect: 0.4 },
    { exam: abdomen, effect: 0.1 },
    { exam: brain, effect: -0.2 },
  ],
  traits: [0.15, 0, 0.1, -0.25],
  sigma: 0.4,
  readsEach: 150,
};

describe('before anything is learned', () => {
  it.each(MODALITY_FAMILIES)('%s takes the published minutes on average', (family) => {
    const time = expectedTime(NOTHING_LEARNED, fast, exam({ family, region: null }));
    expect(meanMinutes(time)).toBeCloseTo(expectedMinutesOf(family, null), 10);
  });

  it('an over-read takes four fifths of a first read', () => {
    const share = meanMinutes(expectedTime(NOTHING_LEARNED, null, exam({ overRead: true })));
    expect(share / meanMinutes(expectedTime(NOTHING_LEARNED, null, head))).toBeCloseTo(0.8, 10);
  });
});

describe('a practice whose way of reading is known', () => {
  const model = fitReadingTimes(learnAll(readsOf(PRACTICE, 7)));
  const log = (reader: typeof fast, of = head) => expectedTime(model, reader, of).mu;

  it('has its types, readers, traits and noise found again', () => {
    expect(log(fast)).toBeCloseTo(Math.log(5.5) + 0.4 - 0.3, 1);
    expect(log(slow)).toBeCloseTo(Math.log(5.5) + 0.4 + 0.25, 1);
    expect(log(slow, brain)).toBeCloseTo(Math.log(14.9) - 0.2 + 0.25, 1);
    for (const [index, value] of PRACTICE.traits.entries()) expect(model.traits[index]).toBeCloseTo(value, 1);
    expect(model.sigma.CT).toBeCloseTo(0.4, 1);
    expect(model.reads).toBeGreaterThan(8_900);
  });

  it('tells readers apart: the slow one takes longer than the fast one, by about what it is', () => {
    expect(log(slow) - log(fast)).toBeGreaterThan(0.45);
    expect(log(slow) - log(fast)).toBeLessThan(0.6);
  });

  it('expects of a type nobody has read what its family suggests, less surely', () => {
    const chest = expectedTime(model, null, exam({ region: 'chest' }));
    expect(chest.mu).toBeGreaterThan(expectedTime(NOTHING_LEARNED, null, exam({ region: 'chest' })).mu);
    expect(chest.sigma).toBeGreaterThan(expectedTime(model, null, head).sigma);
  });

  it('gives a newcomer with one read the mean of the others, nearly', () => {
    const newcomer: FinishedReading = { readerId: asId('new'), exam: head, minutes: 24 };
    const known = fitReadingTimes(learnAll([...readsOf(PRACTICE, 7), newcomer]));
    const others = expectedTime(known, null, head).mu;
    const moved = (expectedTime(known, asId('new'), head).mu - others) / (Math.log(24) - others);
    // n / (n + sigma^2 / tau^2) with n = 1 and tau^2 the spread of readers and of readers within types.
    const tau2 = 0.16 ** 2 + 0.08 ** 2;
    expect(moved).toBeCloseTo(1 / (1 + known.sigma.CT ** 2 / tau2), 2);
    expect(moved).toBeLessThan(0.2);
  });
});

describe('outliers', () => {
  const reads = readsOf({ ...PRACTICE, readsEach: 5 }, 3);

  it.each([
    ['XR', null, 10.1],
    ['US', null, 31],
    ['CT', 'head', 61],
    ['MR', null, 60.5],
    ['CT', 'head', 600],
    ['CT', 'head', 0.1],
    ['CT', 'head', 0],
    ['CT', 'head', -4],
    ['CT', 'head', Number.NaN],
  ] as const)('a %s read (%s) of %p minutes moves nothing and is counted', (family, region, minutes) => {
    const outlier: FinishedReading = { readerId: fast, exam: exam({ family, region }), minutes };
    const before = learnAll([...reads, { ...outlier, minutes: expectedMinutesOf(family, region) }]);
    const after = learnAll([...reads, { ...outlier, minutes: expectedMinutesOf(family, region) }, outlier]);
    expect(fitReadingTimes(after)).toEqual(fitReadingTimes(before));
    expect(after.reduce((sum, { culled }) => sum + culled, 0)).toBe(
      before.reduce((sum, { culled }) => sum + culled, 0) + 1,
    );
  });

  it('long types have longer limits: a mammography is no radiograph, a whole body no head', () => {
    expect(isReadingTime({ family: 'XR', region: 'breast' }, 14)).toBe(true);
    expect(isReadingTime({ family: 'XR', region: 'chest' }, 14)).toBe(false);
    expect(isReadingTime({ family: 'CT', region: 'whole-body' }, 62)).toBe(true);
  });
});

describe('the order in which reads are learned', () => {
  it('changes no bit of the model', () => {
    const reads = readsOf({ ...PRACTICE, readsEach: 2 }, 11);
    const model = fitReadingTimes(learnAll(reads));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seeded(seed);
        const mixed = reads.map((read) => ({ read, key: random() })).sort((a, b) => a.key - b.key);
        expect(fitReadingTimes(learnAll(mixed.map(({ read }) => read)))).toEqual(model);
      }),
      { numRuns: 20 },
    );
  });
});
