import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rulesToTry } from './compiled-policy.js';
import { seeAttributes } from './conditions/compile-condition.js';
import type { Condition } from './conditions/condition.js';
import { matches } from './conditions/matches.js';
import { studyAttributes } from './conditions/study-attributes.js';
import type { PolicyDocument } from './policy.js';
import { routeStudy } from './route-study.js';
import { active, DAY, facts, networkDocument, policies } from './samples.fixture.js';

const withRules = (conditions: Condition[][]): PolicyDocument => ({
  ...networkDocument,
  rules: conditions.map((each, index) => ({
    id: `rule-${index}`,
    name: `Rule ${index}`,
    conditions: each,
    plan: 'final-onshore',
  })),
});

/** As a network of 200 sites writes them: what a site does with a modality, a payer, an age. The last fits whatever comes. */
const longPolicy = (rules: number): PolicyDocument =>
  withRules([
    ...Array.from({ length: rules - 1 }, (_, index): Condition[] => [
      { attribute: 'facility', operator: 'equals', value: index % 50 === 0 ? 'mercy-east' : `site-${index % 200}` },
      { attribute: 'modalities', operator: 'in', value: ['CT', 'MR'] },
      { attribute: 'ageYears', operator: 'at-least', value: 130 },
    ]),
    [],
  ]);

/** Every rule has to be tried: all ask for what the study has, and fail only at the age. */
const stubbornPolicy = (rules: number): PolicyDocument =>
  withRules([
    ...Array.from({ length: rules - 1 }, (_, index): Condition[] => [
      { attribute: 'modalities', operator: 'in', value: ['CT', 'MR'] },
      { attribute: 'description', operator: 'contains', value: 'HEAD' },
      { attribute: 'ageYears', operator: 'at-least', value: 130 + index },
    ]),
    [],
  ]);

describe('a policy of thousands of rules', () => {
  /*
   * Processor time of `routeStudy`, median of 400, Node 20 on a shared machine under a load of 12 on 2 cores:
   * as sites write them 0.18 ms (1,000 rules) and 0.23 ms (5,000); where each rule has to be tried 0.39 and 1.35 ms.
   * No assertion on time: a busy machine would fail it. The first routing compiles and is not counted.
   */
  it.each([
    [1000, longPolicy],
    [5000, longPolicy],
    [1000, stubbornPolicy],
    [5000, stubbornPolicy],
  ])('of %d finds its last rule', (rules, policyOf) => {
    const network = active('network', policyOf(rules));
    expect(routeStudy(facts(), policies({ network }), DAY).ruleId).toBe(`rule-${rules - 1}`);
  });
});

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    attribute: fc.constantFrom('modality', 'modalities', 'facility', 'payer', 'priority', 'moonPhase'),
    operator: fc.constantFrom('equals' as const, 'not-equals' as const, 'contains' as const),
    value: fc.constantFrom('CT', 'ct', 'MR', 'mercy-east', 'Medicare', 'stat'),
  }),
  fc.record({
    attribute: fc.constantFrom('modalities', 'facility', 'payer'),
    operator: fc.constantFrom('in' as const, 'not-in' as const),
    value: fc.array(fc.constantFrom('CT', 'MR', 'Mercy-East', 'commercial'), { maxLength: 3 }),
  }),
  fc.record({
    attribute: fc.constantFrom('pediatric', 'night'),
    operator: fc.constant('equals' as const),
    value: fc.boolean(),
  }),
);

describe('the rules to try', () => {
  it('leave out none that holds, and keep their order', () => {
    const conditions = fc.array(fc.array(anyCondition, { maxLength: 3 }), { maxLength: 25 });
    const study = fc.record({
      modalities: fc.constantFrom<string[]>(['CT'], ['MR', 'CT'], ['CT', 'CT'], []),
      payer: fc.constantFrom<string | null>('medicare', null),
    });
    fc.assert(
      fc.property(conditions, study, (rules, changes) => {
        const document = withRules(rules);
        const attributes = studyAttributes(facts(changes), DAY);
        const seen = seeAttributes(attributes, DAY);
        const held = rulesToTry(document, seen).filter(({ holds }) => holds(seen));
        const all = document.rules.filter((rule) => rule.conditions.every((each) => matches(each, attributes, DAY)));
        expect(held.map(({ rule }) => rule.id)).toEqual(all.map(({ id }) => id));
      }),
      { numRuns: 500 },
    );
  });
});
