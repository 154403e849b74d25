import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { sampleFacility } from '../../network/samples.fixture.js';
import { law } from '../jurisdictions/law.fixture.js';
import type { JurisdictionRule } from '../jurisdictions/jurisdiction-rule.js';
import type { Condition } from '../conditions/condition.js';
import type { PolicyDocument } from '../policy.js';
import { DAY } from '../samples.fixture.js';
import { finalAnywhere, finalOnshore, offshorePreliminaryOnshoreFinal } from '../standard-plans.js';
import { lintJurisdictions } from './jurisdictions.js';

const split = offshorePreliminaryOnshoreFinal();
const london = sampleFacility({
  id: asId('london'),
  code: 'london',
  country: 'GB',
  subdivision: null,
  zone: 'Europe/London',
});
const texas = sampleFacility();
const doubled = {
  ...finalOnshore(),
  name: 'doubled',
  reads: [
    ...finalOnshore().reads,
    { ...finalOnshore().reads[0]!, purpose: 'secondary' as const, issues: 'opinion' as const },
  ],
};
const is = (attribute: string, value: Condition['value'], operator: Condition['operator'] = 'equals'): Condition => ({
  attribute,
  operator,
  value,
});
const rule = (plan: string, ...conditions: Condition[]) => ({ id: plan, name: plan, conditions, plan });
const found = (
  document: Partial<PolicyDocument>,
  {
    laws = [law()],
    facilities = [london],
    at = DAY,
  }: { laws?: JurisdictionRule[]; facilities?: (typeof london)[]; at?: Date } = {},
): string[] => {
  const plans = [finalOnshore(), finalAnywhere(), split, doubled];
  const whole = { plans, rules: [], fallback: finalOnshore().name, ...document };
  return lintJurisdictions({ document: whole, plans: whole.plans, facilities }, at, laws).map(
    ({ path, code }) => `${path} ${code}`,
  );
};

describe('what a place asks of plans', () => {
  it('forbids one reader to interpret and another to issue in Great Britain, and there only', () => {
    const forbidden = ['rules.0.plan plan/forbidden'];
    expect(found({ rules: [rule(split.name)] }, { facilities: [london, texas] })).toEqual(forbidden);
    expect(found({ rules: [rule(split.name)] }, { facilities: [texas] })).toEqual([]);
    expect(found({ rules: [rule(split.name, is('country', 'US'))] }, { facilities: [london, texas] })).toEqual([]);
    expect(found({ rules: [rule(split.name, is('facility', 'london'))] })).toEqual(forbidden);
    expect(found({ fallback: split.name })).toEqual(['fallback plan/forbidden']);
  });

  it('does not look again at what an earlier rule decides for certain', () => {
    const british = rule(finalOnshore().name, is('country', 'GB'));
    expect(found({ rules: [british], fallback: split.name })).toEqual([]);
    expect(
      found({ rules: [rule(finalOnshore().name, is('country', 'GB'), is('night', true))], fallback: split.name }),
    ).toEqual(['fallback plan/forbidden']);
  });

  it('names the record, so that it can be looked at', () => {
    const [finding] = lintJurisdictions(
      { document: { plans: [split], rules: [], fallback: split.name }, plans: [split], facilities: [london] },
      DAY,
      [law({ number: 3 })],
    );
    expect(finding).toMatchObject({ severity: 'error', jurisdictionRule: { id: 'law-1', number: 3 } });
  });

  it('binds all of a country, or one part of it', () => {
    const inTexas = law({ country: 'US', subdivision: 'US-TX' });
    const document = { fallback: split.name };
    expect(found(document, { laws: [inTexas], facilities: [sampleFacility({ subdivision: 'US-TX' })] })).toHaveLength(
      1,
    );
    expect(found(document, { laws: [inTexas], facilities: [sampleFacility({ subdivision: 'US-CA' })] })).toEqual([]);
  });

  it('marks a plan unsupported where a step comes before the exam, unless the site takes it', () => {
    const laws = [law({ rule: 'stepBeforeExam' })];
    expect(found({}, { laws })).toEqual(['fallback plan/step-before-exam']);
    expect(found({ plans: [{ ...finalOnshore(), justifiedOnSite: true }] }, { laws })).toEqual([]);
  });

  it('asks for a second read of such studies only, wherever they may end up', () => {
    const laws = [
      law({ rule: 'secondReadMandatory', parameters: { modality: 'MG', descriptionContains: 'screening' } }),
    ];
    expect(found({}, { laws })).toEqual(['fallback plan/second-read-missing']);
    const screening = [is('modalities', 'MG'), is('description', 'screen', 'contains')];
    expect(found({ rules: [rule('doubled', ...screening)] }, { laws })).toEqual([]);
    expect(found({ rules: [rule(split.name, is('modalityFamily', 'CT')), rule('doubled')] }, { laws })).toEqual([]);
    // A description that has "screening" may also have "left": nothing excludes it.
    expect(
      found({ rules: [rule(split.name, is('description', 'left', 'contains')), rule('doubled')] }, { laws }),
    ).toEqual(['rules.0.plan plan/second-read-missing']);
  });

  it('keeps reads that issue a report to the tiers where they may be read', () => {
    const laws = [law({ rule: 'readingPlace', parameters: { issues: ['final'], tiers: ['onshore'] } })];
    expect(found({}, { laws })).toEqual([]);
    expect(found({ fallback: finalAnywhere().name }, { laws })).toEqual(['fallback plan/place-forbidden']);
    expect(found({ fallback: split.name }, { laws })).toEqual([]);
    expect(found({ coverage: { widenAtBreach: true } }, { laws })).toEqual([
      'coverage.widenAtBreach plan/place-forbidden',
    ]);
  });
});

describe('when a law is in force', () => {
  const at = (instant: string, changes: Partial<JurisdictionRule>, facility = london) =>
    found({ fallback: split.name }, { laws: [law(changes)], facilities: [facility], at: new Date(instant) }).length > 0;

  it('begins with the local day of the facility, and ends before the day it names', () => {
    const inNewYork = sampleFacility({ country: 'GB', zone: 'America/New_York' });
    expect(at('2026-06-30T22:59:59Z', { validFrom: '2026-07-01' })).toBe(false);
    expect(at('2026-06-30T23:00:00Z', { validFrom: '2026-07-01' })).toBe(true);
    expect(at('2026-07-01T03:59:59Z', { validFrom: '2026-07-01' }, inNewYork)).toBe(false);
    expect(at('2026-07-01T04:00:00Z', { validFrom: '2026-07-01' }, inNewYork)).toBe(true);
    expect(at('2026-06-30T22:59:59Z', { validUntil: '2026-07-01' })).toBe(true);
    expect(at('2026-06-30T23:00:00Z', { validUntil: '2026-07-01' })).toBe(false);
  });

  it('begins at the first moment of a day that has no midnight', () => {
    // Cairo puts its clocks forward at 00:00 on 24 April 2026: that day begins at 01:00.
    const cairo = sampleFacility({ country: 'GB', zone: 'Africa/Cairo' });
    expect(at('2026-04-23T21:59:59Z', { validFrom: '2026-04-24' }, cairo)).toBe(false);
    expect(at('2026-04-23T22:00:00Z', { validFrom: '2026-04-24' }, cairo)).toBe(true);
  });

  it('says of then what was recorded then: a correction does not reach back', () => {
    const corrected = new Date('2026-07-01T12:00:00Z');
    const laws = [
      law({ supersededAt: corrected }),
      law({ number: 2, recordedAt: corrected, validFrom: '2020-01-01', validUntil: '2021-01-01' }),
    ];
    const on = (instant: string) => found({ fallback: split.name }, { laws, at: new Date(instant) });
    expect(on('2026-07-01T11:59:59Z')).toHaveLength(1);
    expect(on('2026-07-01T12:00:00Z')).toEqual([]);
  });
});
