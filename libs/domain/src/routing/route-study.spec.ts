import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Patient, Study } from '../studies/study.js';
import { PRIORITIES } from '../studies/study.js';
import type { PolicyRule } from './policy.js';
import { routeStudy } from './route-study.js';
import { active, DAY, facts, networkDocument, NIGHT, policies } from './samples.fixture.js';
import { finalAnywhere, finalOnshore } from './standard-plans.js';

interface Scenario {
  it: string;
  when?: Date;
  study?: Partial<Study>;
  patient?: Partial<Patient>;
  plan: string;
  rule: string | null;
  priority?: string;
  needs?: string | null;
  says: string[];
}

const headCt: Partial<Study> = { modalities: ['CT'], modalityFamily: 'CT', description: 'CT HEAD WO CONTRAST' };

/** The study, the policy of the specs, and what a clinician expects of them. */
const SCENARIOS: Scenario[] = [
  {
    it: 'a STAT head CT of a Medicare patient at night: offshore preliminary now, onshore final by morning',
    study: { ...headCt, priority: 'stat', payer: 'medicare' },
    plan: 'offshore-preliminary-onshore-final',
    rule: 'medicare-night',
    says: ['Network rule "Medicare at night" matched: plan "offshore-preliminary-onshore-final"'],
  },
  {
    it: 'the same head CT by day: one final, onshore',
    when: DAY,
    study: { ...headCt, priority: 'stat', payer: 'medicare' },
    plan: 'final-onshore',
    rule: null,
    says: ['No rule named a plan: the network\'s fallback, plan "final-onshore"'],
  },
  {
    it: 'the same head CT at night under commercial insurance: one final, onshore',
    study: { ...headCt, priority: 'stat', payer: 'commercial' },
    plan: 'final-onshore',
    rule: null,
    says: ['No rule named a plan: the network\'s fallback, plan "final-onshore"'],
  },
  {
    it: 'a routine Medicare study at night waits for its onshore final',
    study: { ...headCt, priority: 'routine', payer: 'medicare' },
    plan: 'final-onshore',
    rule: null,
    says: ['No rule named a plan: the network\'s fallback, plan "final-onshore"'],
  },
  {
    it: 'a stroke activation: critical, whatever was requested, and read by the stroke plan before the Medicare one',
    study: { ...headCt, priority: 'urgent', protocol: 'stroke', payer: 'medicare' },
    plan: 'stroke-final',
    rule: 'stroke',
    priority: 'critical',
    says: ['Network rule "Stroke protocol" matched: priority raised from urgent to critical, plan "stroke-final"'],
  },
  {
    it: 'a stroke patient’s chest film is not a stroke study',
    study: {
      protocol: 'stroke',
      modalities: ['CR'],
      modalityFamily: 'XR',
      bodyPart: 'CHEST',
      description: 'XR CHEST 1V',
    },
    plan: 'final-onshore',
    rule: null,
    says: ['No rule named a plan: the network\'s fallback, plan "final-onshore"'],
  },
  {
    it: 'a child’s study needs a pediatric radiologist, and is planned like others',
    study: headCt,
    patient: { birthDate: '2019-05-01' },
    plan: 'final-onshore',
    rule: null,
    needs: 'pediatric',
    says: [
      'Network rule "Children" matched: needs pediatric',
      'No rule named a plan: the network\'s fallback, plan "final-onshore"',
    ],
  },
  {
    it: 'a PET/CT needs nuclear medicine',
    study: { modalities: ['CT', 'PT'], modalityFamily: 'PET', description: 'PET CT SKULL BASE TO MID THIGH' },
    plan: 'final-onshore',
    rule: null,
    needs: 'nuclear',
    says: [
      'Network rule "PET to nuclear medicine" matched: needs nuclear',
      'No rule named a plan: the network\'s fallback, plan "final-onshore"',
    ],
  },
  {
    it: 'a patient of unknown age is not taken for a child',
    study: headCt,
    patient: { birthDate: null },
    plan: 'final-onshore',
    rule: null,
    says: ['No rule named a plan: the network\'s fallback, plan "final-onshore"'],
  },
];

describe('routing', () => {
  it.each(SCENARIOS)('$it', ({ when = NIGHT, study, patient, plan, rule, priority, needs, says }) => {
    const decision = routeStudy(facts(study, patient), policies(), when);
    expect(decision).toMatchObject({ plan, ruleId: rule, policyId: 'network-policy', policyVersion: 3, lines: says });
    expect(decision.sets.subspecialty).toBe(needs ?? null);
    expect(decision.sets.priority).toBe(priority ?? study?.priority ?? 'stat');
    expect(decision.at).toBe(when.toISOString());
  });
});

const always = (id: string, more: Partial<PolicyRule>): PolicyRule => ({ id, name: id, conditions: [], ...more });

describe('inheritance', () => {
  const facility = active('facility', { plans: [], rules: [always('ours', { plan: 'theirs' })] });
  const healthSystem = active('health-system', {
    plans: [{ ...finalAnywhere(), name: 'theirs' }],
    rules: [always('system', { plan: 'final-onshore' })],
  });

  it('asks the facility before the health system before the network, with plans from above', () => {
    const decision = routeStudy(facts(), policies({ facility, healthSystem }), NIGHT);
    expect(decision).toMatchObject({ plan: 'theirs', policyId: 'facility-policy', ruleId: 'ours' });
    expect(routeStudy(facts(), policies({ healthSystem }), NIGHT)).toMatchObject({
      plan: 'final-onshore',
      ruleId: 'system',
    });
  });

  it('prefers the nearest plan of a name', () => {
    const own = { ...finalOnshore(90), name: 'final-onshore' };
    const near = active('facility', { plans: [own], rules: [always('ours', { plan: 'final-onshore' })] });
    expect(routeStudy(facts(), policies({ facility: near }), NIGHT).reads[0]?.target).toEqual({ minutes: 90 });
  });

  it('does not let a network rule reach into a facility’s plans, and goes on when a plan is gone', () => {
    const network = active('network', { ...networkDocument, rules: [always('broken', { plan: 'theirs' })] });
    const decision = routeStudy(
      facts(),
      policies({
        network,
        healthSystem: active('health-system', { plans: healthSystem.version.document.plans, rules: [] }),
      }),
      NIGHT,
    );
    expect(decision.plan).toBe('final-onshore');
    expect(decision.lines[0]).toBe('Network rule "broken" matched: its plan "theirs" is gone, the search goes on');
  });

  it('still sets what the network asks for after a facility’s rule has named the plan', () => {
    const decision = routeStudy(facts({}, { birthDate: '2020-01-01' }), policies({ facility, healthSystem }), NIGHT);
    expect(decision).toMatchObject({ plan: 'theirs', sets: { subspecialty: 'pediatric' } });
    expect(decision.setBy).toEqual([{ policyId: 'network-policy', ruleId: 'pediatric' }]);
  });

  it('takes the nearest policy’s age of children', () => {
    const teens = active('facility', { plans: [], rules: [], pediatricBelowYears: 14 });
    const born2010 = facts({}, { birthDate: '2010-01-01' });
    expect(routeStudy(born2010, policies(), NIGHT).sets.subspecialty).toBe('pediatric');
    expect(routeStudy(born2010, policies({ facility: teens }), NIGHT).sets.subspecialty).toBeNull();
  });
});

describe('sets', () => {
  it('add up, the first to set a thing wins, and later conditions see them', () => {
    const rules = [
      always('first', { sets: { subspecialty: 'neuro', protocol: 'stroke' } }),
      always('second', { sets: { subspecialty: 'pediatric', priority: 'urgent' } }),
      always('third', {
        conditions: [{ attribute: 'protocol', operator: 'equals', value: 'stroke' }],
        sets: { priority: 'critical' },
      }),
    ];
    const network = active('network', { ...networkDocument, rules });
    const decision = routeStudy(facts({ priority: 'routine' }), policies({ network }), NIGHT);
    expect(decision.sets).toEqual({ subspecialty: 'neuro', priority: 'critical', protocol: 'stroke' });
    expect(decision.setBy.map((each) => each.ruleId)).toEqual(['first', 'second', 'third']);
  });

  it('never lower a priority, whatever the rules', () => {
    const raised = fc.constantFrom('critical' as const, 'stat' as const, 'urgent' as const);
    fc.assert(
      fc.property(fc.constantFrom(...PRIORITIES), fc.array(raised, { maxLength: 5 }), (priority, list) => {
        const rules = list.map((each, index) => always(`r${index}`, { sets: { priority: each } }));
        const network = active('network', { ...networkDocument, rules });
        const after = routeStudy(facts({ priority }), policies({ network }), NIGHT).sets.priority;
        expect(PRIORITIES.indexOf(after)).toBeLessThanOrEqual(PRIORITIES.indexOf(priority));
        expect([priority, ...list]).toContain(after);
      }),
    );
  });
});

describe('the last resort', () => {
  it('plans a read by anybody when no policy is in force', () => {
    const decision = routeStudy(facts(), policies({ network: null }), NIGHT);
    expect(decision).toMatchObject({ plan: 'last-resort', policyId: null, ruleId: null });
    expect(decision.reads).toHaveLength(1);
  });

  it('tries a thousand rules and more', () => {
    const conditions: PolicyRule['conditions'] = [{ attribute: 'facility', operator: 'equals', value: 'elsewhere' }];
    const rules = Array.from({ length: 2000 }, (_, index) =>
      always(`r${index}`, { conditions, plan: 'final-onshore' }),
    );
    rules.push(always('last', { plan: 'stroke-final' }));
    const network = active('network', { ...networkDocument, rules });
    expect(routeStudy(facts(), policies({ network }), NIGHT).ruleId).toBe('last');
  });
});
