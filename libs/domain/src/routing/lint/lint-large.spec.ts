import { describe, expect, it } from '@jest/globals';
import { cpuUsage } from 'node:process';
import { asId } from '../../core/ids.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import type { Condition } from '../conditions/condition.js';
import { law } from '../jurisdictions/law.fixture.js';
import type { PolicyDocument, PolicyRule } from '../policy.js';
import { DAY } from '../samples.fixture.js';
import { finalOnshore, offshorePreliminaryOnshoreFinal, opening } from '../standard-plans.js';
import { lintPolicy } from './lint-policy.js';

const COUNT = 1500;
const MODALITIES = ['CT', 'MR', 'US', 'PT', 'DX'];
const PLAN = finalOnshore().name;
const is = (attribute: string, value: Condition['value'], operator: Condition['operator'] = 'equals'): Condition => ({
  attribute,
  operator,
  value,
});
const facilities = Array.from({ length: 300 }, (_, at) =>
  sampleFacility({ id: asId(`site-${at}`), code: `site-${at}`, country: at % 10 === 0 ? 'GB' : 'US' }),
);

/** One rule for each facility and modality; every third has an age too, so that no two say the same. */
const ordinary = (at: number): PolicyRule => ({
  id: `rule-${at}`,
  name: `Rule ${at}`,
  conditions: [
    is('facility', `site-${Math.floor(at / MODALITIES.length)}`),
    is('modality', MODALITIES[at % MODALITIES.length]),
    ...(at % 3 === 0 ? [is('ageYears', 10 + (at % 80), 'at-least')] : []),
  ],
  plan: PLAN,
});

/** The policy with a fault of its own at some places. */
function policyWith(faulty: Record<number, PolicyRule> = {}, more: Partial<PolicyDocument> = {}): PolicyDocument {
  const rules = Array.from({ length: COUNT }, (_, at) => faulty[at] ?? ordinary(at));
  return { plans: [finalOnshore()], rules, fallback: PLAN, ...more };
}

function lint(document: PolicyDocument, unmatched: string[] = []): string[] {
  const linted = { document, scope: 'network' as const, inherited: [], facilities, jurisdictions: [law()] };
  const began = cpuUsage();
  const findings = lintPolicy({ ...linted, unmatched: new Set(unmatched) }, DAY);
  // Some tens of milliseconds of processor time; where every rule was compared with every rule before it, it took eight seconds.
  const { user, system } = cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(3_000);
  return findings.map(({ path, code }) => `${path} ${code}`);
}

describe('a policy of 1,500 rules', () => {
  it('that is right has nothing found', () => {
    expect(lint(policyWith())).toEqual([]);
  });

  it('has its unreachable rules named, hidden by one a thousand places before or by themselves', () => {
    const hidden = { ...ordinary(101), id: 'again', conditions: [...ordinary(101).conditions, is('night', true)] };
    const never = { ...ordinary(700), conditions: [is('modality', 'CT'), is('modality', 'MR')] };
    expect(lint(policyWith({ 1200: hidden, 700: never }))).toEqual([
      'rules.700 rule/unreachable',
      'rules.1200 rule/unreachable',
    ]);
  });

  it('has the rules named that matched nothing in 90 days', () => {
    expect(lint(policyWith(), ['rule-3', 'rule-1400'])).toEqual([
      'rules.3 rule/unmatched',
      'rules.1400 rule/unmatched',
    ]);
  });

  it('has the plans named that a jurisdiction forbids, where a rule leads there', () => {
    const split = offshorePreliminaryOnshoreFinal();
    const leads = (at: number) => ({ ...ordinary(at), plan: split.name });
    // Site 10 is in Great Britain, site 11 is not.
    const document = policyWith({ 50: leads(50), 55: leads(55) }, { plans: [finalOnshore(), split] });
    expect(lint(document)).toEqual(['rules.50.plan plan/forbidden']);
  });

  it('has the ladders named that can end without an owner', () => {
    const [read] = finalOnshore().reads;
    const [step] = read!.ladder;
    const ladder = [{ ...step!, opens: opening({ whenNobodySignedOn: true }) }];
    const open = { ...finalOnshore(), name: 'open-ended', reads: [{ ...read!, ladder }] };
    const document = policyWith({ 900: { ...ordinary(900), plan: open.name } }, { plans: [finalOnshore(), open] });
    expect(lint(document)).toEqual(['plans.1.reads.0.ladder.0.opens ladder/may-never-open']);
  });

  it('has its contradictory preferences named', () => {
    const sets = (at: number, subspecialty: string): PolicyRule => {
      const { plan: _plan, ...rule } = ordinary(at);
      return { ...rule, id: `sets-${subspecialty}`, sets: { subspecialty } };
    };
    const narrower = { ...sets(7, 'cardiac'), conditions: [...ordinary(7).conditions, is('pediatric', true)] };
    expect(lint(policyWith({ 7: sets(7, 'neuro'), 1100: narrower }))).toEqual([
      'rules.1100.sets.subspecialty rule/set-contradicted',
    ]);
  });
});
