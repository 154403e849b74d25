import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import type { Condition } from '../conditions/condition.js';
import type { PolicyDocument, PolicyRule } from '../policy.js';
import type { PriorityRule } from '../priority/priority-rule.js';
import { routeStudy } from '../route-study.js';
import { active, DAY, facts, networkDocument, NIGHT, policies } from '../samples.fixture.js';
import { finalOnshore, opening } from '../standard-plans.js';
import { lintPolicy, type LintedPolicy } from './lint-policy.js';

const PLAN = 'final-onshore';
const rule = (id: string, conditions: Condition[], more: Partial<PolicyRule> = { plan: PLAN }): PolicyRule => ({
  id,
  name: id,
  conditions,
  ...more,
});
const found = (document: Partial<PolicyDocument>, more: Partial<LintedPolicy> = {}): string[] =>
  lintPolicy(
    {
      document: { plans: [finalOnshore()], rules: [], fallback: PLAN, ...document },
      scope: 'network',
      inherited: [],
      facilities: [sampleFacility()],
      unmatched: new Set(),
      jurisdictions: [],
      ...more,
    },
    DAY,
  ).map(({ severity, path, code }) => `${severity} ${path} ${code}`);
const is = (attribute: string, value: Condition['value'], operator: Condition['operator'] = 'equals'): Condition => ({
  attribute,
  operator,
  value,
});

describe('linting a policy', () => {
  it('finds nothing in the policy of the specs', () => {
    expect(found(networkDocument)).toEqual([]);
  });

  it.each<[string, Condition[], Condition[], boolean]>([
    ['anything before it', [], [is('modality', 'CT')], true],
    ['the same condition in other letters', [is('payer', 'Medicare')], [is('payer', 'medicare')], true],
    ['a list that has its value', [is('modality', ['CT', 'MR'], 'in')], [is('modality', 'CT')], true],
    ['a list that has all of its list', [is('modality', ['CT', 'MR'], 'in')], [is('modality', ['MR'], 'in')], true],
    ['a wider age', [is('ageYears', 60, 'at-least')], [is('ageYears', 70, 'at-least')], true],
    ['a part of its part', [is('description', 'head', 'contains')], [is('description', 'CT HEAD', 'contains')], true],
    ['fewer conditions', [is('night', true)], [is('modality', 'CT'), is('night', true)], true],
    ['another value', [is('modality', 'MR')], [is('modality', 'CT')], false],
    ['a narrower age', [is('ageYears', 70, 'at-least')], [is('ageYears', 60, 'at-least')], false],
    ['more conditions', [is('modality', 'CT'), is('night', true)], [is('night', true)], false],
    ['what a list may hold beside', [is('modalities', 'MR', 'not-equals')], [is('modalities', 'CT')], false],
  ])('says whether a rule is hidden by %s', (_, earlier, later, hidden) => {
    const rules = [rule('wide', earlier), rule('narrow', later)];
    expect(found({ rules })).toEqual(hidden ? ['warning rules.1 rule/unreachable'] : []);
  });

  it('does not call hidden what sees another priority than the rule before it saw', () => {
    const rules = [
      rule('wide', [is('priority', 'stat')]),
      rule('raise', [is('bodyRegion', 'head')], { sets: { priority: 'stat' } }),
      rule('narrow', [is('priority', 'stat'), is('night', true)]),
    ];
    expect(found({ rules })).toEqual([]);
  });

  it('finds conditions that exclude each other, and rules that had 90 days to match and did not', () => {
    expect(found({ rules: [rule('never', [is('modality', 'CT'), is('modality', 'MR')])] })).toEqual([
      'warning rules.0 rule/unreachable',
    ]);
    expect(found({ rules: [rule('idle', [is('modality', 'CT')])] }, { unmatched: new Set(['idle']) })).toEqual([
      'warning rules.0 rule/unmatched',
    ]);
  });

  it('finds values that no study of the policy has, in whatever letters', () => {
    const code = sampleFacility().code;
    const strange = [is('priority', 'STATT'), is('facility', [code, 'mercy-est'], 'in'), is('payer', 'anything')];
    expect(found({ rules: [rule('strange', strange)] })).toEqual([
      'warning rules.0.conditions.0.value condition/unknown-value',
      'warning rules.0.conditions.1.value condition/unknown-value',
    ]);
    expect(found({ rules: [rule('known', [is('priority', 'STAT'), is('facility', code.toUpperCase())])] })).toEqual([]);
    expect(found({ rules: [rule('early', [is('facility', 'mercy-est')])] }, { facilities: [] })).toEqual([]);
  });

  it('finds what is set in vain: the first to set wins, and a priority is only raised', () => {
    const neuro = rule('neuro', [is('bodyRegion', 'head')], { sets: { subspecialty: 'neuro', priority: 'stat' } });
    const conditions = [is('bodyRegion', 'head'), is('pediatric', true)];
    const later = rule('later', conditions, { sets: { subspecialty: 'pediatric', priority: 'urgent' } });
    expect(found({ rules: [neuro, later] })).toEqual([
      'warning rules.1.sets.priority rule/set-contradicted',
      'warning rules.1.sets.subspecialty rule/set-contradicted',
    ]);
    expect(found({ rules: [later, neuro] })).toEqual([]);
  });

  it('finds ladders that may end without an owner, with one reader, or with steps that add nobody', () => {
    const plan = finalOnshore();
    const [step] = plan.reads[0]!.ladder;
    const ladder = (...steps: NonNullable<typeof step>[]) => ({
      plans: [{ ...plan, reads: [{ ...plan.reads[0]!, ladder: steps }] }],
    });
    const named = {
      pool: { tiers: [], readingGroupIds: [], readerId: asId<never>('reader-1') },
      opens: opening({ afterMinutes: 9 }),
    };
    expect(found(ladder({ ...step!, opens: opening({ whenNobodySignedOn: true }) }))).toEqual([
      'error plans.0.reads.0.ladder.0.opens ladder/may-never-open',
    ]);
    expect(found(ladder(step!, named))).toEqual(['warning plans.0.reads.0.ladder.1.pool.readerId ladder/one-reader']);
    expect(found(ladder(step!, { ...step!, opens: opening({ afterMinutes: 5 }) }))).toEqual([
      'warning plans.0.reads.0.ladder.1.pool ladder/step-adds-nobody',
    ]);
    const late = { pool: { ...step!.pool, tiers: ['nearshore' as const] }, opens: opening({ afterMinutes: 60 }) };
    const soon = { pool: { ...step!.pool, tiers: ['offshore' as const] }, opens: opening({ afterMinutes: 30 }) };
    expect(found(ladder(step!, late, soon))).toEqual(['warning plans.0.reads.0.ladder.2.opens ladder/out-of-order']);
  });
});

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    attribute: fc.constantFrom('modality', 'modalities', 'payer', 'priority', 'subspecialty', 'description'),
    operator: fc.constantFrom<Condition['operator']>('equals', 'not-equals', 'contains'),
    value: fc.constantFrom('CT', 'ct', 'MR', 'medicare', 'stat', 'neuro', 'CT HEAD', 'HEAD'),
  }),
  fc.record({
    attribute: fc.constantFrom('modality', 'modalities', 'payer', 'priority'),
    operator: fc.constantFrom<Condition['operator']>('in', 'not-in'),
    value: fc.array(fc.constantFrom('CT', 'MR', 'US', 'medicare', 'stat', 'critical'), { maxLength: 3 }),
  }),
  fc.record({
    attribute: fc.constant('ageYears'),
    operator: fc.constantFrom<Condition['operator']>('equals', 'not-equals', 'at-least', 'at-most'),
    value: fc.constantFrom(75, 76, 77),
  }),
  fc.record({
    attribute: fc.constantFrom('payer', 'protocol', 'night'),
    operator: fc.constant<Condition['operator']>('exists'),
    value: fc.boolean(),
  }),
  fc.record({
    attribute: fc.constant('night'),
    operator: fc.constantFrom<Condition['operator']>('equals', 'not-equals'),
    value: fc.boolean(),
  }),
);

describe('a rule called unreachable', () => {
  it('never decides, on whatever study', () => {
    const rules = fc.array(
      fc.record({
        conditions: fc.array(anyCondition, { maxLength: 2 }),
        sets: fc.option(fc.constantFrom({ priority: 'stat' as const }, { subspecialty: 'neuro' }), { nil: undefined }),
        decides: fc.boolean(),
      }),
      { minLength: 2, maxLength: 6 },
    );
    const studies = fc.array(
      fc.record({
        modalities: fc.constantFrom<string[]>(['CT'], ['MR'], ['CT', 'PT'], ['US', 'CT'], []),
        payer: fc.constantFrom<string | null>('medicare', 'commercial', null),
        priority: fc.constantFrom<'critical' | 'stat' | 'urgent'>('critical', 'stat', 'urgent'),
        acquiredAt: fc.constantFrom(new Date('2025-06-01T00:00:00Z'), DAY, new Date('2027-06-01T00:00:00Z')),
        description: fc.constantFrom<string | null>('CT HEAD', 'HEAD', null),
      }),
      { minLength: 20, maxLength: 20 },
    );
    let called = 0;
    fc.assert(
      fc.property(rules, studies, (made, tried) => {
        const document: PolicyDocument = {
          plans: [finalOnshore()],
          fallback: PLAN,
          rules: made.map(({ conditions, sets, decides }, place) => ({
            ...rule(`rule-${place}`, conditions, {}),
            ...(decides || sets === undefined ? { plan: PLAN } : {}),
            ...(sets === undefined ? {} : { sets }),
          })),
        };
        const unreachable = found(document).flatMap((told) => /rules\.(\d+) rule\/unreachable/.exec(told)?.[1] ?? []);
        called += unreachable.length;
        const network = active('network', document);
        const decided = tried.flatMap((study) =>
          [DAY, NIGHT].map((at) => routeStudy(facts(study), policies({ network }), at).ruleId),
        );
        for (const place of unreachable) expect(decided).not.toContain(`rule-${place}`);
      }),
      { numRuns: 120 },
    );
    expect(called).toBeGreaterThan(10);
  });
});

describe('linting what priorities count as', () => {
  const on = (id: string, conditions: Condition[], more: Partial<PriorityRule> = {}): PriorityRule => ({
    id,
    name: id,
    conditions,
    from: 'stat',
    to: 'urgent',
    reason: 'too often',
    ...more,
  });
  const share = (least: number) => is('siteStatShare', least, 'at-least');

  it('finds nothing in a rule on the share of a site', () => {
    expect(found({ priority: [on('share', [share(0.4)])] })).toEqual([]);
  });

  it('says which rules never have a say', () => {
    const wider = [on('wide', [share(0.3)]), on('narrow', [share(0.4)])];
    expect(found({ priority: wider })).toEqual(['warning priority.1 rule/unreachable']);
    expect(found({ priority: [on('night', [is('priority', 'urgent')])] })).toEqual([
      'warning priority.0 rule/unreachable',
    ]);
    expect(found({ priority: [on('wide', [], { from: 'urgent', to: 'stat' }), on('other', [])] })).toEqual([]);
  });

  it.each<Condition[]>([
    [is('patientClass', 'emergency')],
    [is('protocol', 'stroke')],
    [is('identityUnconfirmed', true)],
  ])('says which would lower what is never lowered: %j', (condition) => {
    expect(found({ priority: [on('forbidden', [condition])] })).toEqual(['warning priority.0 priority/forbidden']);
    const exempts = on('exempts', [condition], { to: 'stat' });
    expect(found({ priority: [exempts] })).toEqual([]);
  });

  it('says which matched nothing in 90 days', () => {
    const priority = [on('share', [share(0.4)])];
    expect(found({ priority }, { unmatched: new Set(['share']) })).toEqual(['warning priority.0 rule/unmatched']);
  });
});
