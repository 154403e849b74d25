import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { CONCLUSIONS } from '../../reading/report.js';
import { sampleRead } from '../../studies/samples.fixture.js';
import { compareConclusions } from './compare-conclusions.js';
import { DEFAULT_GRADING } from './grading-policy.js';
import { type GivenGrade, type GradablePair, gradePair, needsAdjudication } from './grade-pair.js';
import { asRadpeer2016, RADPEER_GRADES } from './radpeer.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const first = sampleRead({ id: asId('first'), readerId: asId('ann'), state: 'completed' });
const second = sampleRead({
  id: asId('second'),
  readerId: asId('bob'),
  ordinal: 1,
  purpose: 'secondary',
  issues: 'opinion',
  state: 'completed',
});
const pair = (changes: Partial<GradablePair> = {}): GradablePair => ({
  pairId: asId('pair-1'),
  first,
  second,
  gradings: [],
  ...changes,
});
const given = (changes: Partial<GivenGrade> = {}): GivenGrade => ({
  gradingId: asId('grading-1'),
  by: asId('bob'),
  grade: '1',
  comment: null,
  ...changes,
});
const failure = (kind: string, code: string) => expect.objectContaining({ kind, code });

describe('a grade', () => {
  it('says its form, its pair, who gave it and when', () => {
    expect(gradePair(pair(), given({ grade: '2b', comment: ' missed nodule, right apex ' }), NOW)).toEqual({
      id: 'grading-1',
      pairId: 'pair-1',
      healthSystemId: 'mercy',
      studyId: 'study-1',
      firstReadId: 'first',
      secondReadId: 'second',
      graderId: 'bob',
      scheme: 'radpeer',
      schemeVersion: '2016',
      grade: '2b',
      comment: 'missed nodule, right apex',
      findings: [],
      discordant: true,
      gradedAt: NOW,
    });
  });

  it.each([
    ['1', false],
    ['2a', false],
    ['2b', true],
    ['3a', true],
    ['3b', true],
  ])('of %s is discordant and needs a comment: %s', (grade, serious) => {
    expect(gradePair(pair(), given({ grade, comment: 'why' }), NOW).discordant).toBe(serious);
    const silent = () => gradePair(pair(), given({ grade, comment: ' ' }), NOW);
    if (!serious) expect(silent().comment).toBeNull();
    else {
      expect(silent).toThrow(failure('invalid', 'grading/invalid'));
      expect(silent).toThrow(
        expect.objectContaining({
          details: { errors: [expect.objectContaining({ path: 'comment', code: 'grading/comment-required' })] },
        }),
      );
    }
  });

  it('is discordant by policy, where one says otherwise', () => {
    const policy = { ...DEFAULT_GRADING, discordant: ['3b'] as const };
    const why = { comment: 'why' };
    expect(gradePair(pair(), given({ grade: '2b', ...why }), NOW, policy).discordant).toBe(false);
    expect(gradePair(pair(), given({ grade: '3b', ...why }), NOW, policy).discordant).toBe(true);
  });

  it('is for the second reader alone', () => {
    expect(() => gradePair(pair(), given({ by: asId('ann') }), NOW)).toThrow(failure('forbidden', 'read/not-yours'));
    expect(() => gradePair(pair(), given({ by: asId('cy') }), NOW)).toThrow(failure('forbidden', 'read/not-yours'));
  });

  it.each(['queued', 'assigned', 'in-progress', 'cancelled'] as const)(
    'waits for the grader’s own opinion: refused while that read is %s',
    (state) => {
      expect(() => gradePair(pair({ second: { ...second, state } }), given(), NOW)).toThrow(
        failure('conflict', 'grading/opinion-missing'),
      );
    },
  );

  it('waits for the first read', () => {
    const open = pair({ first: { ...first, state: 'in-progress' } });
    expect(() => gradePair(open, given(), NOW)).toThrow(failure('conflict', 'grading/first-open'));
  });

  it.each([
    ['of another study', { first: { ...first, studyId: asId<typeof first.studyId>('study-2') } }],
    ['of oneself', { first: { ...first, readerId: asId<NonNullable<typeof first.readerId>>('bob') } }],
    ['by a primary read', { second: { ...second, purpose: 'primary' as const } }],
    ['of the second read itself', { first: second }],
  ])('is refused for a read %s', (_, changes) => {
    expect(() => gradePair(pair(changes), given(), NOW)).toThrow(failure('conflict', 'grading/not-a-pair'));
  });

  it('is given once', () => {
    const gradings = [gradePair(pair(), given(), NOW)];
    const again = () => gradePair(pair({ gradings }), given({ grade: '2a' }), NOW);
    expect(again).toThrow(failure('conflict', 'grading/already-graded'));
  });

  it.each(['4a', '2', '', '3c'])('is refused as %j on the form of 2016', (grade) => {
    expect(() => gradePair(pair(), given({ grade, comment: 'why' }), NOW)).toThrow(
      expect.objectContaining({ details: { errors: [expect.objectContaining({ code: 'grading/unknown-grade' })] } }),
    );
  });

  it('is refused with a comment beyond all measure', () => {
    expect(() => gradePair(pair(), given({ comment: 'x'.repeat(4001) }), NOW)).toThrow(
      failure('invalid', 'grading/invalid'),
    );
  });
});

describe('the form of 2009', () => {
  it('folds its fourth grade into the third of 2016 and keeps the others', () => {
    const mapped = [...RADPEER_GRADES, '4a', '4b'].map((grade) =>
      asRadpeer2016({ scheme: 'radpeer', schemeVersion: '2009', grade }),
    );
    expect(mapped).toEqual([...RADPEER_GRADES, '3a', '3b']);
  });

  it('lends nothing to the form of 2016', () => {
    expect(asRadpeer2016({ scheme: 'radpeer', schemeVersion: '2016', grade: '3b' })).toBe('3b');
    expect(() => asRadpeer2016({ scheme: 'radpeer', schemeVersion: '2016', grade: '4b' })).toThrow(
      failure('invalid', 'grading/unknown-grade'),
    );
    expect(() => asRadpeer2016({ scheme: 'radpeer', schemeVersion: '2009', grade: 'toString' })).toThrow(
      failure('invalid', 'grading/unknown-grade'),
    );
  });
});

describe('adjudication', () => {
  const discordant = gradePair(pair(), given({ grade: '3b', comment: 'why' }), NOW);
  const concordant = gradePair(pair(), given(), NOW);
  const third = sampleRead({ id: asId('third'), purpose: 'adjudication', issues: 'opinion' });

  it('is needed for a discordant pair that nobody adjudicates yet', () => {
    expect(needsAdjudication([concordant, discordant], [first, second])).toBe(true);
    expect(needsAdjudication([discordant], [first, second, { ...third, state: 'cancelled' }])).toBe(true);
  });

  it('is not needed for others, nor twice', () => {
    expect(needsAdjudication([concordant], [first, second])).toBe(false);
    expect(needsAdjudication([], [first, second])).toBe(false);
    expect(needsAdjudication([discordant], [first, second, third])).toBe(false);
    expect(needsAdjudication([discordant], [first, second, { ...third, state: 'completed' }])).toBe(false);
  });
});

describe('two conclusions', () => {
  const nobodyActs = ['normal', 'not-actionable'];

  it('differ in a way that may matter when one calls for somebody to act and the other does not', () => {
    for (const one of CONCLUSIONS) {
      for (const other of CONCLUSIONS) {
        const matters = nobodyActs.includes(one) !== nobodyActs.includes(other);
        const wanted = one === other ? 'none' : matters ? 'possibly-significant' : 'minor';
        expect(compareConclusions(one, other)).toBe(wanted);
      }
    }
  });

  it('are not compared when one is missing', () => {
    expect(compareConclusions(null, 'critical')).toBeNull();
    expect(compareConclusions('normal', null)).toBeNull();
    expect(compareConclusions(null, null)).toBeNull();
  });
});
