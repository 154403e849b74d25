import { describe, expect, it } from '@jest/globals';
import { checkPolicy } from './check-policy.js';
import type { Condition, PolicyDocument, PolicyRule, ReadingPlan } from './policy.js';
import { networkDocument } from './samples.fixture.js';
import { finalOnshore, finalOnshoreNearshoreOverflow, opening } from './standard-plans.js';
import type { PriorityRule } from './priority/priority-rule.js';

const found = (document: PolicyDocument, scope: 'network' | 'facility' = 'network', inherited: ReadingPlan[] = []) =>
  checkPolicy(document, scope, inherited).map(({ path, code }) => `${path} ${code}`);

const withRule = (rule: Partial<PolicyRule>): PolicyDocument => ({
  ...networkDocument,
  rules: [{ id: 'r', name: 'r', conditions: [], plan: 'final-onshore', ...rule }],
});
const withPlan = (change: (plan: ReadingPlan) => void): PolicyDocument => {
  const plan = structuredClone(finalOnshoreNearshoreOverflow());
  change(plan);
  return { plans: [finalOnshore(), plan], rules: [], fallback: 'final-onshore' };
};
const opinion = { purpose: 'secondary', issues: 'opinion', independent: true } as const;
const ladder = (plan: ReadingPlan) => plan.reads[0]!.ladder;

describe('checking a policy', () => {
  it('finds nothing in the standard plans and rules', () => {
    expect(found(networkDocument)).toEqual([]);
  });

  it.each<[string, Condition, string]>([
    [
      'an unknown attribute',
      { attribute: 'moonPhase', operator: 'equals', value: 'full' },
      'attribute attribute/unknown',
    ],
    ['an inherited property', { attribute: 'toString', operator: 'equals', value: 'x' }, 'attribute attribute/unknown'],
    ['a comparison of texts', { attribute: 'payer', operator: 'at-least', value: 3 }, 'operator operator/mismatch'],
    ['hours of an age', { attribute: 'ageYears', operator: 'within-hours' }, 'operator operator/mismatch'],
    ['an age as text', { attribute: 'ageYears', operator: 'at-least', value: '18' }, 'value value/mismatch'],
    ['a list for equals', { attribute: 'payer', operator: 'equals', value: ['a'] }, 'value value/mismatch'],
    ['one text for in', { attribute: 'payer', operator: 'in', value: 'medicare' }, 'value value/mismatch'],
    ['an empty list', { attribute: 'payer', operator: 'in', value: [] }, 'value value/mismatch'],
    ['a flag as text', { attribute: 'night', operator: 'equals', value: 'yes' }, 'value value/mismatch'],
    ['no hours', { attribute: 'now', operator: 'within-hours' }, 'hours value/mismatch'],
    [
      'an unknown zone',
      {
        attribute: 'now',
        operator: 'within-hours',
        hours: { zone: 'Mars/Base', windows: [{ days: [1], from: '08:00', to: '18:00' }] },
      },
      'hours.zone zone/unknown',
    ],
    [
      'a day eight',
      {
        attribute: 'now',
        operator: 'within-hours',
        hours: { zone: '', windows: [{ days: [8], from: '08:00', to: '18:00' }] },
      },
      'hours.windows.0 value/mismatch',
    ],
    [
      'an hour 25',
      {
        attribute: 'now',
        operator: 'within-hours',
        hours: { zone: '', windows: [{ days: [1], from: '25:00', to: '18:00' }] },
      },
      'hours.windows.0 value/mismatch',
    ],
  ])('refuses a condition with %s', (_, condition, code) => {
    expect(found(withRule({ conditions: [condition] }))).toEqual([`rules.0.conditions.0.${code}`]);
  });

  it('refuses a rule without effect, or with a plan nobody has', () => {
    expect(found(withRule({ plan: undefined }))).toEqual(['rules.0 rule/without-effect']);
    expect(found(withRule({ plan: 'nobody’s' }))).toEqual(['rules.0.plan plan/unknown']);
  });

  it('lets a facility use the plans above it, and have no fallback of its own', () => {
    const document: PolicyDocument = { plans: [], rules: withRule({}).rules };
    expect(found(document, 'facility')).toEqual(['rules.0.plan plan/unknown']);
    expect(found(document, 'facility', [finalOnshore()])).toEqual([]);
    expect(found({ ...document, fallback: 'final-onshore' }, 'facility', [finalOnshore()])).toEqual([
      'fallback fallback/not-allowed',
    ]);
  });

  it('insists on the network’s fallback, among its own plans', () => {
    expect(found({ ...networkDocument, fallback: undefined })).toEqual(['fallback fallback/required']);
    expect(found({ ...networkDocument, fallback: 'gone' })).toEqual(['fallback plan/unknown']);
  });

  it.each<[string, (plan: ReadingPlan) => void, string]>([
    ['no reads', (plan) => void (plan.reads = []), 'plans.1.reads plan/primary-reads'],
    ['no primary read', (plan) => void Object.assign(plan.reads[0]!, opinion), 'plans.1.reads plan/primary-reads'],
    [
      'a second read that issues a final',
      (plan) => void plan.reads.push({ ...plan.reads[0]!, purpose: 'secondary' }),
      'plans.1.reads.1.issues read/opinion',
    ],
    [
      'a second read that knows the first',
      (plan) => void plan.reads.push({ ...plan.reads[0]!, ...opinion, independent: false }),
      'plans.1.reads.1.independent read/blind',
    ],
    [
      'a primary read that only opines',
      (plan) => void (plan.reads[0]!.issues = 'opinion'),
      'plans.1.reads.0.issues read/opinion',
    ],
    [
      'a judge of what nobody has graded',
      (plan) => void plan.reads.push({ ...plan.reads[0]!, ...opinion, purpose: 'adjudication' }),
      'plans.1.reads.1.purpose read/not-planned',
    ],
    ['an empty ladder', (plan) => void (plan.reads[0]!.ladder = []), 'plans.1.reads.0.ladder ladder/empty'],
    [
      'a last step that may never open',
      (plan) => void (ladder(plan)[1]!.opens = opening({ whenNobodySignedOn: true })),
      'plans.1.reads.0.ladder.1.opens ladder/may-never-open',
    ],
    [
      'a share above one',
      (plan) => void (ladder(plan)[1]!.opens.atShareOfDeadline = 1.5),
      'plans.1.reads.0.ladder.1.opens.atShareOfDeadline value/out-of-range',
    ],
    [
      'negative minutes',
      (plan) => void (ladder(plan)[1]!.opens.afterMinutes = -1),
      'plans.1.reads.0.ladder.1.opens.afterMinutes value/out-of-range',
    ],
    [
      'a step that waits for its own read',
      (plan) => void (ladder(plan)[1]!.opens.afterReadOrdinal = 0),
      'plans.1.reads.0.ladder.1.opens.afterReadOrdinal value/out-of-range',
    ],
    [
      'no time to read',
      (plan) => void (plan.reads[0]!.target = { minutes: 0 }),
      'plans.1.reads.0.target.minutes value/out-of-range',
    ],
    [
      'no such time of day',
      (plan) => void (plan.reads[0]!.target = { nextLocalTime: '7 am' }),
      'plans.1.reads.0.target.nextLocalTime value/mismatch',
    ],
    ['a name twice', (plan) => void (plan.name = 'final-onshore'), 'plans.1.name plan/repeated'],
  ])('refuses a plan with %s', (_, change, expected) => {
    expect(found(withPlan(change))).toEqual([expected]);
  });

  it('takes sampling and grading that can be followed, and says what is wrong with others', () => {
    const sampling = {
      salt: 'autumn-2026',
      rules: [{ id: 'some', kind: 'random', probability: 0.05, conditions: [] }],
    } as const;
    const grading = { commentOn: ['2b', '3a', '3b'], discordant: ['3a', '3b'], dueDays: 3 } as const;
    expect(found({ ...networkDocument, sampling, grading })).toEqual([]);
    const chance = { ...sampling, rules: [{ ...sampling.rules[0], probability: 5 }] };
    const whom = { ...sampling, rules: [{ id: 'whom', kind: 'targeted', conditions: [] }] } as never;
    const conditions = [{ attribute: 'moonPhase', operator: 'equals', value: 'full' }] as const;
    const where = { ...sampling, rules: [{ ...sampling.rules[0], conditions }] };
    expect(found({ ...networkDocument, sampling: chance })).toEqual([
      'sampling.rules.0.probability sampling/probability',
    ]);
    expect(found({ ...networkDocument, sampling: whom })).toEqual(['sampling.rules.0.readerIds required']);
    expect(found({ ...networkDocument, sampling: where })).toEqual([
      'sampling.rules.0.conditions.0.attribute attribute/unknown',
    ]);
    expect(found({ ...networkDocument, grading: { ...grading, discordant: ['4b' as never] } })).toHaveLength(1);
    expect(found({ ...networkDocument, grading: { ...grading, dueDays: 0 } })).toEqual([
      'grading.dueDays grading/due-days',
    ]);
  });

  it('refuses a priority rule without a reason, without a condition that can be known, or beyond what policy may say', () => {
    const rule: PriorityRule = {
      id: 'share',
      name: 'share',
      conditions: [],
      from: 'stat',
      to: 'urgent',
      reason: 'too often',
    };
    expect(found({ ...networkDocument, priority: [rule] })).toEqual([]);
    const needs = { attribute: 'subspecialty', operator: 'equals', value: 'neuro' } as const;
    const wrong = [
      { ...rule, reason: ' ' },
      { ...rule, id: 'needs', conditions: [needs] },
      { ...rule, id: 'critical', from: 'critical' as never },
      { ...rule, id: 'low', to: 'routine' as never },
      { ...rule, id: networkDocument.rules[0]!.id },
    ];
    expect(found({ ...networkDocument, priority: wrong })).toEqual([
      'priority.0.reason priority/reason-required',
      'priority.1.conditions.0.attribute priority/not-known-yet',
      'priority.2.from priority/never-lowered',
      'priority.3.to priority/out-of-range',
      'priority.4.id rule/repeated',
    ]);
  });

  it('refuses two rules of one id, and an absurd age of children', () => {
    const rules = [...withRule({}).rules, ...withRule({}).rules];
    expect(found({ ...networkDocument, rules, pediatricBelowYears: 99 })).toEqual([
      'rules.1.id rule/repeated',
      'pediatricBelowYears value/out-of-range',
    ]);
  });
});
