import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PATIENT_CLASSES, PRIORITIES, type PriorityBasis, type Study } from '../../studies/study.js';
import type { StudyFacts } from '../conditions/study-attributes.js';
import { planReads, studyAsRouted } from '../plan-reads.js';
import { routeStudy, type RoutingDecision } from '../route-study.js';
import { active, facts, networkDocument, NIGHT, planningOf, policies, readIds } from '../samples.fixture.js';
import type { PolicyRule } from '../policy.js';
import { RULED_FROM, RULED_TO, type PriorityRule } from './priority-rule.js';

const tooMuchStat: PriorityRule = {
  id: 'stat-share',
  name: 'Sites that ask for STAT too often',
  conditions: [{ attribute: 'siteStatShare', operator: 'at-least', value: 0.4 }],
  from: 'stat',
  to: 'urgent',
  reason: 'Over 40 % of the studies of this site are STAT',
};
const outpatient: Partial<Study> = { patientClass: 'outpatient', requestedPriority: 'stat', priority: 'stat' };

interface Case {
  study?: Partial<Study>;
  priority?: PriorityRule[];
  rules?: PolicyRule[];
  told?: Partial<StudyFacts>;
}
const route = ({ study, priority = [tooMuchStat], rules, told }: Case): RoutingDecision => {
  const document = { ...networkDocument, priority, ...(rules === undefined ? {} : { rules }) };
  const of = { ...facts({ ...outpatient, ...study }), asked: true, siteStatShare: 0.55, ...told };
  return routeStudy(of, policies({ network: active('network', document) }), NIGHT);
};
const always = (id: string, more: Partial<PriorityRule> = {}): PriorityRule => ({
  ...tooMuchStat,
  id,
  name: id,
  conditions: [],
  ...more,
});
const lowered = (changes: Partial<PriorityBasis> = {}): Partial<Study> => ({
  priority: 'urgent',
  priorityBasis: {
    source: 'policy',
    by: 'v3',
    from: 'stat',
    reason: 'why',
    at: NIGHT.toISOString(),
    rule: null,
    ...changes,
  },
});

describe('what a requested priority counts as', () => {
  it('is what the first rule that matches says, with its reason and its place', () => {
    const decision = route({});
    expect(decision.sets.priority).toBe('urgent');
    expect(decision.ruling).toEqual({
      policyId: 'network-policy',
      policyName: 'network',
      policyVersionId: 'network-version-3',
      policyVersion: 3,
      ruleId: 'stat-share',
      ruleName: 'Sites that ask for STAT too often',
      from: 'stat',
      to: 'urgent',
      reason: 'Over 40 % of the studies of this site are STAT',
    });
    expect(decision.setBy).toEqual([{ policyId: 'network-policy', ruleId: 'stat-share' }]);
    expect(decision.lines[0]).toBe(
      'Network priority rule "Sites that ask for STAT too often" matched: priority lowered from stat to urgent: ' +
        'Over 40 % of the studies of this site are STAT',
    );
  });

  it('is known to the rules that name a plan, and what was told is kept', () => {
    const urgentOnly: PolicyRule = {
      id: 'urgent',
      name: 'urgent',
      conditions: [{ attribute: 'priority', operator: 'equals', value: 'urgent' }],
      plan: 'stroke-final',
    };
    const decision = route({ rules: [urgentOnly] });
    expect(decision).toMatchObject({ plan: 'stroke-final', told: { siteStatShare: 0.55, asked: true } });
  });

  it('stays as asked for at a site whose share is low, or not known', () => {
    expect(route({ told: { siteStatShare: 0.39 } }).sets.priority).toBe('stat');
    const unknown = route({ told: { siteStatShare: undefined } });
    expect(unknown.sets.priority).toBe('stat');
    expect(unknown.ruling).toBeUndefined();
  });

  it('is asked of the facility before the health system before the network', () => {
    const says = (scope: 'network' | 'health-system' | 'facility', rule: PriorityRule) =>
      active(scope, { plans: [], rules: [], priority: [rule] });
    const of = { ...facts({ ...outpatient, priority: 'routine', requestedPriority: 'routine' }), asked: true };
    const raise = (to: PriorityRule['to']) => always(to, { from: 'routine', to });
    const chain = policies({ healthSystem: says('health-system', raise('stat')), facility: null });
    expect(routeStudy(of, chain, NIGHT).sets.priority).toBe('stat');
    const nearer = { ...chain, facility: says('facility', raise('urgent')) };
    expect(routeStudy(of, nearer, NIGHT).ruling).toMatchObject({ policyId: 'facility-policy', to: 'urgent' });
  });

  it('stays where a rule before exempts it', () => {
    const exempt = always('trauma-bay', { to: 'stat' });
    const decision = route({ priority: [exempt, tooMuchStat] });
    expect(decision.sets.priority).toBe('stat');
    expect(decision.ruling).toBeUndefined();
    expect(decision.setBy).toEqual([{ policyId: 'network-policy', ruleId: 'trauma-bay' }]);
  });

  it('may be raised again by a rule that knows why, and is then not the ruling’s', () => {
    const bleeding: PolicyRule = { id: 'bleeding', name: 'bleeding', conditions: [], sets: { priority: 'stat' } };
    const decision = route({ rules: [bleeding] });
    expect(decision.sets.priority).toBe('stat');
    expect(decision.ruling).toBeUndefined();
  });

  it.each<[string, Partial<Study>]>([
    ['of an emergency patient', { patientClass: 'emergency' }],
    ['under the protocol trauma', { protocol: 'trauma' }],
    ['with an unconfirmed identity', { identityUnconfirmed: true }],
  ])('is never lowered %s', (why, study) => {
    const decision = route({ study, rules: [] });
    expect(decision.sets.priority).toBe('stat');
    expect(decision.ruling).toBeUndefined();
    expect(decision.lines[0]).toContain(`priority stays stat, STAT ${why} is never lowered`);
  });

  it('is never lowered under a protocol that a routing rule names', () => {
    const activation: PolicyRule = {
      id: 'activation',
      name: 'activation',
      conditions: [],
      sets: { protocol: 'trauma' },
    };
    const decision = route({ rules: [activation] });
    expect(decision.sets).toMatchObject({ priority: 'stat', protocol: 'trauma' });
    expect(decision.ruling).toBeUndefined();
    expect(decision.setBy).toEqual([{ policyId: 'network-policy', ruleId: 'activation' }]);
  });

  it('never lowers critical, never makes one, and leaves STAT urgent at least, whatever the rules', () => {
    const rule = fc.record({ from: fc.constantFrom(...RULED_FROM), to: fc.constantFrom(...RULED_TO) });
    const study = fc.record({
      priority: fc.constantFrom(...PRIORITIES),
      patientClass: fc.constantFrom(...PATIENT_CLASSES),
      protocol: fc.constantFrom(null, 'trauma'),
      identityUnconfirmed: fc.boolean(),
    });
    fc.assert(
      fc.property(study, fc.array(rule, { maxLength: 5 }), (given, list) => {
        const priority = list.map((each, index) => always(`r${index}`, each));
        const after = route({ study: { ...given, requestedPriority: given.priority }, priority, rules: [] }).sets;
        const [was, is] = [PRIORITIES.indexOf(given.priority), PRIORITIES.indexOf(after.priority)];
        expect(after.priority === 'critical').toBe(given.priority === 'critical');
        expect(is).toBeLessThanOrEqual(Math.max(was, PRIORITIES.indexOf('urgent')));
        const mayLower = given.patientClass !== 'emergency' && given.protocol === null && !given.identityUnconfirmed;
        if (!mayLower) expect(is).toBeLessThanOrEqual(was);
      }),
    );
  });
});

describe('what stands once it is said', () => {
  it('is not asked again: a deadline does not come and go with the share of the site', () => {
    expect(route({ told: { asked: false } }).sets.priority).toBe('stat');
    const later = route({ study: lowered(), told: { asked: false, siteStatShare: 0.1 } });
    expect(later.sets.priority).toBe('urgent');
    expect(later.ruling).toBeUndefined();
  });

  it('ends when it turns out that the study may not be lowered', () => {
    const found = route({ study: { ...lowered(), patientClass: 'emergency' }, told: { asked: false }, rules: [] });
    expect(found.sets.priority).toBe('stat');
    expect(found.restored).toBe('STAT of an emergency patient is never lowered');
  });

  it('is a person’s to say otherwise, and no rule’s to undo', () => {
    const said = (to: 'stat' | 'routine'): Partial<Study> => ({
      ...lowered({ source: 'network', from: 'urgent' }),
      priority: to,
    });
    expect(route({ study: said('stat') }).sets.priority).toBe('stat');
    const raising: PolicyRule = { id: 'raise', name: 'raise', conditions: [], sets: { priority: 'urgent' } };
    expect(route({ study: said('routine'), rules: [raising] }).sets.priority).toBe('routine');
    const stroke: PolicyRule = { ...raising, sets: { priority: 'critical' } };
    expect(route({ study: said('routine'), rules: [stroke] }).sets.priority).toBe('critical');
  });

  it('is on the study, and told as an event with its rule', () => {
    const decision = route({});
    const planning = planningOf({ study: outpatient, decision }, NIGHT);
    const { study, events } = planReads(planning, NIGHT, readIds());
    expect(study).toMatchObject({
      requestedPriority: 'stat',
      priority: 'urgent',
      priorityBasis: {
        source: 'policy',
        by: 'network-version-3',
        from: 'stat',
        at: NIGHT.toISOString(),
        reason: tooMuchStat.reason,
        rule: { policy: 'network', version: 3, rule: tooMuchStat.name },
      },
    });
    expect(events[0]).toMatchObject({
      type: 'study.prioritized',
      data: { from: 'stat', to: 'urgent', requested: 'stat', source: 'policy', reason: tooMuchStat.reason },
    });
    expect(events[0]?.data).toMatchObject({ policy: 'network', policyVersion: 3, rule: tooMuchStat.name });
  });

  it('ends with the priority it was said of', () => {
    const restored = route({ study: { ...lowered(), protocol: 'trauma' }, told: { asked: false }, rules: [] });
    const { study } = facts({ ...outpatient, ...lowered(), protocol: 'trauma' });
    expect(studyAsRouted(study, restored)).toMatchObject({ priority: 'stat', priorityBasis: null });
  });
});
