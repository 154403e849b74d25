import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId, type StudyId } from '../../core/ids.js';
import { studyAttributes } from '../../routing/conditions/study-attributes.js';
import { DAY, facts } from '../../routing/samples.fixture.js';
import { draw, murmur3 } from './draw.js';
import { decideSampling, type SamplingQuestion } from './decide-sampling.js';
import { checkSampling, type SamplingPolicy, type SamplingRule } from './sampling-policy.js';

const attributes = studyAttributes(facts(), DAY);
const question = (changes: Partial<SamplingQuestion> = {}): SamplingQuestion => ({
  studyId: asId('01938a7e-0000-7000-8000-000000000001'),
  attributes,
  readerId: asId('ann'),
  readsBefore: 400,
  requestedByClient: false,
  ...changes,
});
const policy = (...rules: SamplingRule[]): SamplingPolicy => ({ salt: 'autumn-2026', rules });
const conditions = [{ attribute: 'modality', operator: 'equals', value: 'CT' }] as const;
const everyCt: SamplingRule = { id: 'every-ct', conditions, kind: 'all' };
const someOf = (probability: number): SamplingRule => ({ id: 'some', conditions: [], kind: 'random', probability });
const newcomers: SamplingRule = { id: 'newcomers', conditions: [], kind: 'new-reader', first: 50 };
const watched: SamplingRule = { id: 'watched', conditions: [], kind: 'targeted', readerIds: [asId('ann')] };
const asked: SamplingRule = { id: 'asked', conditions: [], kind: 'client-request' };
const decide = (rules: SamplingRule[], changes: Partial<SamplingQuestion> = {}) =>
  decideSampling(question(changes), policy(...rules), DAY);

/** Study ids as they come, one after the other. */
const studyIds = (count: number): StudyId[] =>
  Array.from({ length: count }, (_, index) => asId(`01938a7e-0000-7000-8000-${index.toString(16).padStart(12, '0')}`));

describe('the draw', () => {
  // Test vectors of MurmurHash3_x86_32.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('hashes %j with seed %i to %i', (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  it('is the same for an id and a salt, and another for another salt', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(draw(id, 'salt')).toBe(draw(id, 'salt'));
        expect(draw(id, 'salt')).not.toBe(draw(id, 'other'));
        expect(draw(id, 'salt') >= 0 && draw(id, 'salt') < 1).toBe(true);
      }),
    );
  });

  it('is spread evenly over ids that differ by one', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const id of studyIds(20_000)) {
      const tenth = Math.floor(draw(id, 'autumn-2026') * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    const chiSquare = tenths.reduce((total, count) => total + (count - 2000) ** 2 / 2000, 0);
    // 99.9 % of even spreads over ten cells lie below.
    expect(chiSquare).toBeLessThan(27.88);
  });

  it('refuses what would not be the same bytes everywhere', () => {
    expect(() => draw('id', 'größe')).toThrow(RangeError);
  });
});

describe('a second read', () => {
  it('is made of all of a class, with chance 1', () => {
    expect(decide([everyCt])).toMatchObject({
      sampled: true,
      basis: 'probability',
      kind: 'all',
      ruleId: 'every-ct',
      probability: 1,
    });
    const mr = studyAttributes(facts({ modalities: ['MR'], modalityFamily: 'MR' }), DAY);
    expect(decide([everyCt], { attributes: mr })).toMatchObject({ sampled: false, kind: null, probability: 0 });
  });

  it('is made of about the share asked for, and the chance is kept for those left out too', () => {
    const decisions = studyIds(10_000).map((studyId) => decide([someOf(0.05)], { studyId }));
    const sampled = decisions.filter((each) => each.sampled);
    // Five standard deviations around 500.
    expect(Math.abs(sampled.length - 500)).toBeLessThan(110);
    expect(decisions.every((each) => each.probability === 0.05)).toBe(true);
    expect(decisions.every((each) => each.sampled === each.draw < 0.05)).toBe(true);
  });

  it('is decided the same again, and stays when the share grows', () => {
    for (const studyId of studyIds(500)) {
      const few = decide([someOf(0.1)], { studyId });
      expect(decide([someOf(0.1)], { studyId })).toEqual(few);
      if (few.sampled) expect(decide([someOf(0.2)], { studyId }).sampled).toBe(true);
    }
  });

  it('is made of a new reader’s first reads, and of none after', () => {
    expect(decide([newcomers], { readsBefore: 49 })).toMatchObject({
      sampled: true,
      kind: 'new-reader',
      probability: 1,
    });
    expect(decide([newcomers], { readsBefore: 50 })).toMatchObject({ sampled: false, probability: 0 });
  });

  it('for a reason enters no rate', () => {
    const reason = { sampled: true, basis: 'purposive', probability: null };
    expect(decide([watched])).toMatchObject({ ...reason, kind: 'targeted' });
    expect(decide([watched], { readerId: asId('bob') })).toMatchObject({ sampled: false });
    expect(decide([{ ...watched, readerIds: [] }], { readerId: asId('bob') })).toMatchObject(reason);
    expect(decide([asked], { requestedByClient: true })).toMatchObject({ ...reason, kind: 'client-request' });
    expect(decide([asked])).toMatchObject({ sampled: false });
  });

  it('drawn by chance stays drawn by chance, whoever else asked for it', () => {
    for (const studyId of studyIds(300)) {
      const alone = decide([someOf(0.2)], { studyId });
      const wanted = decide([watched, asked, someOf(0.2)], { studyId, requestedByClient: true });
      if (alone.sampled) expect(wanted).toEqual(alone);
      else expect(wanted).toMatchObject({ sampled: true, basis: 'purposive', kind: 'targeted', probability: null });
    }
  });

  it('takes the highest chance of the rules that fit', () => {
    expect(decide([someOf(0.01), everyCt])).toMatchObject({ kind: 'all', probability: 1 });
    expect(decide([someOf(0.01), { ...someOf(0.3), id: 'more' }]).probability).toBe(0.3);
  });

  it('is made of nothing without a rule', () => {
    expect(decide([])).toMatchObject({ sampled: false, basis: null, kind: null, ruleId: null, probability: 0 });
  });
});

describe('a sampling policy', () => {
  const codesOf = (wrong: SamplingPolicy): unknown => {
    try {
      checkSampling(wrong);
      return [];
    } catch (error) {
      return (error as { details: { errors: { path: string; code: string }[] } }).details.errors.map(
        ({ path, code }) => `${path} ${code}`,
      );
    }
  };

  it('that can be followed is taken', () => {
    expect(codesOf(policy(everyCt, someOf(1), newcomers, watched, asked))).toEqual([]);
  });

  it.each([0, -0.1, 1.1, Number.NaN])('with a chance of %f is refused', (probability) => {
    expect(codesOf(policy(everyCt, someOf(probability)))).toEqual(['rules.1.probability sampling/probability']);
  });

  it('with a rule twice, half a read or a poor salt is refused, all at once', () => {
    const wrong = { salt: 'kürz', rules: [everyCt, everyCt, { ...newcomers, first: 1.5 }] };
    expect(codesOf(wrong)).toEqual([
      'salt malformed',
      'rules.1.id sampling/duplicate-rule',
      'rules.2.first not-a-count',
    ]);
  });
});
