import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Conclusion, CONCLUSIONS } from '../reading/report.js';
import { BLINDING_MODES, type ComparedPair, concordanceRow, type ConcordanceTerms } from './concordance-row.js';
import { RADPEER_GRADES } from './grading/radpeer.js';
import { SAMPLING_BASES } from './sampling/decide-sampling.js';

const pair = (
  first: Conclusion | null,
  second: Conclusion | null,
  changes: Partial<ComparedPair> = {},
): ComparedPair => ({
  first,
  second,
  mode: 'blind',
  sampling: 'probability',
  probability: 0.05,
  grade: null,
  ...changes,
});
const times = (count: number, item: ComparedPair): ComparedPair[] => Array.from({ length: count }, () => item);
const terms = (changes: Partial<ConcordanceTerms> = {}): ConcordanceTerms => ({
  key: { modalityFamily: 'CT' },
  mode: 'blind',
  sampling: 'probability',
  minimumN: 30,
  ...changes,
});

/** Feinstein and Cicchetti's second table, as two conclusions. */
const paradox = [
  ...times(80, pair('normal', 'normal', { grade: '1' })),
  ...times(10, pair('normal', 'actionable', { grade: '2b' })),
  ...times(5, pair('actionable', 'normal')),
  ...times(5, pair('actionable', 'actionable', { grade: '1' })),
];

describe('a row of concordance', () => {
  it('tells agreement with its interval, kappa and AC1 together, and grades apart', () => {
    const row = concordanceRow(paradox, terms());
    expect(row).toMatchObject({
      key: { modalityFamily: 'CT' },
      mode: 'blind',
      sampling: 'probability',
      n: 100,
      belowMinimum: false,
    });
    expect(row.agreement).toBeCloseTo(0.85, 12);
    // Wilson, 85 of 100.
    expect(row.interval?.[0]).toBeCloseTo(0.7672, 4);
    expect(row.interval?.[1]).toBeCloseTo(0.9069, 4);
    expect(row.kappa).toBeCloseTo(0.3181818181818182, 9);
    expect(row.gradeOneShare).toBeCloseTo(85 / 95, 12);
  });

  it('reckons AC1 over all four conclusions, used or not', () => {
    // pe = sum of mean shares p (1 - p) over 4 - 1, with p .875 and .125.
    const expected = (2 * 0.875 * 0.125) / 3;
    expect(concordanceRow(paradox, terms()).ac1).toBeCloseTo((0.85 - expected) / (1 - expected), 12);
  });

  it('pools neither modes nor what was picked for a reason', () => {
    const picked = { sampling: 'purposive', probability: null, grade: '3b' } as const;
    const others = [
      ...times(40, pair('normal', 'critical', { mode: 'unblinded', grade: '3b' })),
      ...times(40, pair('normal', 'critical', picked)),
    ];
    expect(concordanceRow([...others, ...paradox], terms())).toEqual(concordanceRow(paradox, terms()));
    const purposive = concordanceRow([...others, ...paradox], terms({ sampling: 'purposive' }));
    expect(purposive).toMatchObject({ n: 40, agreement: 0, gradeOneShare: 0 });
  });

  it('measures no agreement with a reader who saw the first report', () => {
    const seen = paradox.map((each) => ({ ...each, mode: 'unblinded' as const }));
    const row = concordanceRow(seen, terms({ mode: 'unblinded' }));
    expect(row).toMatchObject({ mode: 'unblinded', n: 100, agreement: null, interval: null, kappa: null, ac1: null });
    expect(row.gradeOneShare).toBeCloseTo(85 / 95, 12);
  });

  it('weighs pairs as many reads as they stand for', () => {
    const rare = times(10, pair('normal', 'actionable', { probability: 1, grade: '2b' }));
    const usual = times(10, pair('normal', 'normal', { probability: 0.1, grade: '1' }));
    const found = concordanceRow([...rare, ...usual], terms());
    expect(found.n).toBe(20);
    expect(found.agreement).toBeCloseTo(100 / 110, 12);
    expect(found.gradeOneShare).toBeCloseTo(100 / 110, 12);
    const whole = [...rare, ...times(100, pair('normal', 'normal', { probability: 1 }))];
    const asIfAll = concordanceRow(whole, terms());
    expect(found.ac1).toBeCloseTo(asIfAll.ac1 ?? 0, 12);
    // Weights cost: the interval is that of fewer than 20 reads.
    const width = ([low, high]: readonly [number, number]) => high - low;
    expect(width(found.interval ?? [0, 0])).toBeGreaterThan(width(asIfAll.interval ?? [0, 1]));
  });

  it('has no kappa, but agreement and AC1, when both only ever said one thing', () => {
    const row = concordanceRow(times(40, pair('normal', 'normal')), terms());
    expect(row).toMatchObject({ n: 40, agreement: 1, kappa: null, ac1: 1, gradeOneShare: null });
  });

  it('leaves out pairs without two conclusions, and says when too few are left', () => {
    const few = [...times(29, pair('normal', 'normal')), pair(null, 'normal'), pair('normal', null, { grade: '1' })];
    expect(concordanceRow(few, terms())).toMatchObject({ n: 29, belowMinimum: true, gradeOneShare: 1 });
    expect(concordanceRow([...few, pair('critical', 'critical')], terms())).toMatchObject({
      n: 30,
      belowMinimum: false,
    });
  });

  it('knows nothing of nothing', () => {
    expect(concordanceRow([], terms({ key: {} }))).toEqual({
      key: {},
      mode: 'blind',
      sampling: 'probability',
      n: 0,
      gradeOneShare: null,
      agreement: null,
      interval: null,
      kappa: null,
      ac1: null,
      belowMinimum: true,
    });
  });

  it('is plain JSON: numbers in their ranges or null, in any order of pairs', () => {
    const conclusion = fc.option(fc.constantFrom(...CONCLUSIONS), { freq: 6 });
    const pairs = fc.array(
      fc.record({
        first: conclusion,
        second: conclusion,
        mode: fc.constantFrom(...BLINDING_MODES),
        sampling: fc.constantFrom(...SAMPLING_BASES),
        probability: fc.double({ min: 0.01, max: 1, noNaN: true }),
        grade: fc.option(fc.constantFrom(...RADPEER_GRADES)),
      }),
    );
    const within = (value: number | null, low: number) => value === null || (value >= low - 1e-9 && value <= 1 + 1e-9);
    fc.assert(
      fc.property(pairs, (list) => {
        const row = concordanceRow(list, terms());
        expect(JSON.parse(JSON.stringify(row))).toEqual(row);
        expect([row.agreement, row.gradeOneShare].every((share) => within(share, 0))).toBe(true);
        expect([row.kappa, row.ac1].every((value) => within(value, -1))).toBe(true);
        const turned = concordanceRow(list.toReversed(), terms());
        expect(turned.n).toBe(row.n);
        if (row.kappa === null) expect(turned.kappa).toBeNull();
        else expect(turned.kappa).toBeCloseTo(row.kappa, 6);
      }),
    );
  });
});
