import { describe, expect, it } from '@jest/globals';
import type { Study } from '../../studies/study.js';
import { contractedGroups } from '../contracted-groups.js';
import type { PolicyDocument } from '../policy.js';
import type { ActivePolicies } from '../route-study.js';
import { routeStudy } from '../route-study.js';
import { active, facts, HOME, networkDocument, NIGHT, policies, SYDNEY, termsOf, TORONTO } from '../samples.fixture.js';
import { finalAnywhere, finalOnshore } from '../standard-plans.js';
import { routeInShadow, withoutPolicy, type ShadowHelp } from './route-in-shadow.js';

const ELDERLY: PolicyDocument['rules'][number] = {
  id: 'elderly',
  name: 'Elderly',
  conditions: [{ attribute: 'ageYears', operator: 'at-least', value: 70 }],
};
const document = (
  rule: Partial<PolicyDocument['rules'][number]>,
  plans: PolicyDocument['plans'] = [],
): PolicyDocument => ({
  ...networkDocument,
  plans: [...plans, ...networkDocument.plans.filter(({ name }) => !plans.some((plan) => plan.name === name))],
  rules: [{ ...ELDERLY, ...rule }],
});
const plain = document({ plan: 'final-onshore' });

const help: ShadowHelp = {
  plan: ({ study, facility }, decision) => ({
    decision,
    study,
    facility,
    groups: contractedGroups(study, facility, termsOf(HOME, TORONTO, SYDNEY), NIGHT),
    serviceLevels: [],
  }),
  firstStepReaders: (_, read) => read.ladder[0]!.pool.readingGroupIds.length,
};

/** What a draft of the network would do with a study that the given document routes. */
function shadow(
  draft: PolicyDocument,
  study: Partial<Study> = {},
  inForce: ActivePolicies = policies({ network: active('network', plain) }),
) {
  const given = facts({ priority: 'routine', requestedPriority: 'routine', protocol: null, ...study });
  const decision = routeStudy(given, inForce, NIGHT);
  return routeInShadow({ facts: given, decision, inForce, at: NIGHT }, active('network', draft), help);
}

describe('a study routed in shadow', () => {
  it('comes to the same under the same rules, and then nothing more is kept of it', () => {
    expect(shadow(plain)).toEqual({ differences: [], dueShiftMinutes: 0, sides: null });
  });

  it('shows both sides where it differs, planned with the groups that are there and who could begin', () => {
    const { differences, sides } = shadow(document({ plan: 'final-anywhere' }, [finalAnywhere()]));
    expect(differences).toEqual(expect.arrayContaining(['plan', 'pools']));
    const starts = ({ plan, reads }: NonNullable<typeof sides>['before']) => [
      plan,
      reads[0]!.ladder[0]!.pool.readingGroupIds,
      reads[0]!.firstStepReaders,
    ];
    expect(starts(sides!.before)).toEqual(['final-onshore', [HOME.id], 1]);
    expect(starts(sides!.after)).toEqual([
      'final-anywhere',
      expect.arrayContaining([HOME.id, TORONTO.id, SYDNEY.id]),
      3,
    ]);
  });

  it.each<[string, Partial<PolicyDocument['rules'][number]>, PolicyDocument['plans'], string[]]>([
    [
      'a second read before it',
      { plan: 'offshore-preliminary-onshore-final' },
      [],
      ['plan', 'reads', 'level', 'due', 'pools'],
    ],
    ['a raised priority', { plan: 'final-onshore', sets: { priority: 'stat' } }, [], ['priority']],
    ['a subspecialty', { plan: 'final-onshore', sets: { subspecialty: 'neuro' } }, [], ['subspecialty']],
    ['a protocol', { plan: 'final-onshore', sets: { protocol: 'fall' } }, [], ['protocol']],
  ])('differs by %s', (_, rule, plans, expected) => {
    expect(shadow(document(rule, plans)).differences).toEqual(expect.arrayContaining(expected));
    expect(shadow(document(rule, plans)).differences[0]).toBe(expected[0]);
  });

  it('differs by its openings alone where only the hour of a step is another', () => {
    const [read] = finalOnshore().reads;
    const ladder = read!.ladder.map((step) => ({ ...step, opens: { ...step.opens, afterMinutes: 7 } }));
    const slower = { ...finalOnshore(), reads: [{ ...read!, ladder }] };
    expect(shadow(document({ plan: 'final-onshore' }, [slower])).differences).toEqual(['openings']);
  });

  it('is due later or earlier, by minutes from when it could be read', () => {
    const [read] = finalOnshore().reads;
    const by = (minutes: number) =>
      shadow(document({ plan: 'final-onshore' }, [{ ...finalOnshore(), reads: [{ ...read!, target: { minutes } }] }]));
    const own = 'minutes' in read!.target ? read!.target.minutes : 0;
    expect(by(own + 90)).toMatchObject({ differences: ['due'], dueShiftMinutes: 90 });
    expect(by(own - 15)).toMatchObject({ differences: ['due'], dueShiftMinutes: -15 });
  });

  it('has no deadline on either side before it can be read', () => {
    const waiting = { state: 'expected', readyAt: null } as const;
    expect(shadow(document({ plan: 'final-anywhere' }, [finalAnywhere()]), waiting).dueShiftMinutes).toBeNull();
  });
});

describe('a study whose priority policy has changed before', () => {
  const raising = document({ plan: 'final-onshore', sets: { priority: 'stat' } });
  const lowering: PolicyDocument = {
    ...plain,
    priority: [{ id: 'often', name: 'Too often', conditions: [], from: 'stat', to: 'urgent', reason: 'Too often' }],
  };
  const under = (own: PolicyDocument) => policies({ network: active('network', own) });
  const lowered: Partial<Study> = {
    requestedPriority: 'stat',
    priority: 'urgent',
    patientClass: 'outpatient',
    priorityBasis: {
      source: 'policy',
      by: 'network-version-3',
      from: 'stat',
      reason: 'Too often',
      at: NIGHT.toISOString(),
      rule: null,
    },
  };
  const said = (priority: Study['priority']): Partial<Study> => ({
    priority,
    priorityBasis: {
      source: 'network',
      by: 'manager-1',
      from: 'routine',
      reason: 'Asked',
      at: NIGHT.toISOString(),
      rule: null,
    },
  });

  it('is routed in shadow as it was asked for: what the shadow would never have raised or lowered still differs', () => {
    expect(shadow(plain, { priority: 'stat' }, under(raising)).differences).toEqual(['priority']);
    expect(shadow(raising, { priority: 'stat' }, under(raising)).differences).toEqual([]);
    expect(shadow(plain, lowered, under(lowering)).differences).toEqual(['priority']);
    expect(shadow(lowering, lowered, under(lowering)).differences).toEqual([]);
  });

  it('is lowered in shadow each time as it would have been when it was asked for', () => {
    const stat: Partial<Study> = { requestedPriority: 'stat', priority: 'stat', patientClass: 'outpatient' };
    expect(shadow(lowering, stat).differences).toEqual(['priority']);
  });

  it('keeps what a person said of it, up or down', () => {
    for (const priority of ['critical', 'urgent', 'routine'] as const) {
      expect(shadow(plain, said(priority), under(raising)).differences).toEqual([]);
    }
  });

  it('is left as it is where the policies in force no longer explain it', () => {
    const given = facts({ priority: 'stat', requestedPriority: 'routine', protocol: null });
    const other = under(plain);
    const decision = routeStudy(given, other, NIGHT);
    expect(withoutPolicy({ facts: given, decision, inForce: other, at: NIGHT })).toBe(given);
  });
});
