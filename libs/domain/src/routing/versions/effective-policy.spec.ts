import { describe, expect, it } from '@jest/globals';
import { active, networkDocument, policies } from '../samples.fixture.js';
import { finalAnywhere, finalOnshore } from '../standard-plans.js';
import { effectivePolicy } from './effective-policy.js';
import type { PriorityRule } from '../priority/priority-rule.js';

const always = (plan: string) => ({ id: 'always', name: `Always ${plan}`, conditions: [], plan });

describe('the effective policy of a facility', () => {
  const facility = active('facility', { plans: [], rules: [always('final-anywhere')], pediatricBelowYears: 14 });
  const healthSystem = active('health-system', { plans: [finalAnywhere(), finalOnshore(60)], rules: [] });
  const effective = effectivePolicy(policies({ facility, healthSystem }));

  it('has every rule in the order it is tried, with where it stands and where its plan does', () => {
    expect(effective.origins.map(({ scope }) => scope)).toEqual(['facility', 'health-system', 'network']);
    expect(effective.rules.map(({ rule, origin, planOrigin }) => [rule.id, origin.scope, planOrigin?.scope])).toEqual([
      ['always', 'facility', 'health-system'],
      ...networkDocument.rules.map(({ id, plan }) => [id, 'network', plan === undefined ? undefined : 'network']),
    ]);
    expect(effective.rules[0]?.origin).toMatchObject({ policyName: 'facility', number: 3 });
  });

  it('has the rules on priorities in the same order, each with where it stands', () => {
    const rule = (id: string): PriorityRule => ({
      id,
      name: id,
      conditions: [],
      from: 'stat',
      to: 'urgent',
      reason: 'too often',
    });
    const chain = policies({
      network: active('network', { ...networkDocument, priority: [rule('all')] }),
      facility: active('facility', { plans: [], rules: [], priority: [rule('own')] }),
    });
    const lines = effectivePolicy(chain).priority.map((line) => [line.rule.id, line.origin.scope]);
    expect(lines).toEqual([
      ['own', 'facility'],
      ['all', 'network'],
    ]);
  });

  it('keeps plans of one name apart by who has them: a rule finds its own document’s first', () => {
    const named = effective.plans.filter(({ plan }) => plan.name === 'final-onshore');
    expect(named.map(({ origin }) => origin?.scope)).toEqual(['health-system', 'network']);
  });

  it('takes each setting from the nearest that says it, and says what is built in', () => {
    expect(effective.settings.pediatricBelowYears).toMatchObject({ value: 14, origin: { scope: 'facility' } });
    expect(effective.settings.fallback).toMatchObject({ value: 'final-onshore', origin: { scope: 'network' } });
    expect(effective.settings.sampling).toEqual({ value: null, origin: null });
    const widening = active('health-system', { plans: [], rules: [], coverage: { widenAtBreach: true } });
    expect(effectivePolicy(policies({ healthSystem: widening })).settings.coverage).toMatchObject({
      value: { widenAtBreach: true },
      origin: { scope: 'health-system' },
    });
    const none = effectivePolicy({ network: null, healthSystem: null, facility: null });
    expect(none.settings.fallback).toEqual({ value: 'last-resort', origin: null });
    expect(none.plans).toHaveLength(1);
  });
});
