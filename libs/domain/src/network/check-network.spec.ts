import { describe, expect, it } from '@jest/globals';
import { FieldChecks } from '../core/field-checks.js';
import { asId } from '../core/ids.js';
import {
  checkContract,
  checkFacility,
  checkLicence,
  checkPlace,
  checkPrivilege,
  checkReader,
} from './check-network.js';
import type { Facility, Place, Privilege, Reader } from './network.js';
import { sampleFacility, sampleReader } from './samples.fixture.js';

const told = (errors: { path: string; code: string }[]): string[] => errors.map(({ path, code }) => `${path} ${code}`);
const period = { validFrom: null, validUntil: null };

describe('checkFacility', () => {
  it.each<[string[], Partial<Facility>]>([
    [[], {}],
    [[], { aeTitles: ['HOSP A_1.2'], subdivision: null, phone: '+1-555-0100' }],
    [['code malformed'], { code: 'Mercy East' }],
    [['name required'], { name: ' ' }],
    [['country malformed', 'subdivision other-country'], { country: 'usa', subdivision: 'CA-ON' }],
    [['subdivision other-country'], { subdivision: 'CA-ON' }],
    [['zone unknown-zone'], { zone: 'America/Atlantis' }],
    [['aeTitles.0 malformed'], { aeTitles: ['SEVENTEEN_LETTERS'] }],
    [['aeTitles.1 malformed'], { aeTitles: ['A', 'B\\C'] }],
    [['aeTitles.0 malformed'], { aeTitles: [' A'] }],
    [['defaults.reportLanguage malformed'], { defaults: { ...sampleFacility().defaults, reportLanguage: 'x' } }],
  ])('says %j', (errors, changes) => {
    expect(told(checkFacility(sampleFacility(changes)))).toEqual(errors);
  });
});

describe('checkReader', () => {
  const { limits } = sampleReader();
  it.each<[string[], Partial<Reader>]>([
    [[], {}],
    [['supervisorId required'], { kind: 'trainee' }],
    [['supervisorId self'], { kind: 'trainee', supervisorId: asId('reader-1') }],
    [['competences.0 malformed'], { competences: ['ct'] }],
    [['languages.0 malformed'], { languages: ['English'.repeat(3)] }],
    [['limits.sessionHours not-a-limit'], { limits: { ...limits, sessionHours: -1 } }],
    [['limits.urgentMinutes below-routine'], { limits: { ...limits, urgentMinutes: 1 } }],
    [['homePlace.zone unknown-zone'], { homePlace: { country: 'US', subdivision: null, zone: '+05:00' } }],
  ])('says %j', (errors, changes) => {
    expect(told(checkReader(sampleReader(changes)))).toEqual(errors);
  });
});

describe('checkLicence, checkPrivilege and checkContract', () => {
  it('want dates in order', () => {
    const at = new Date('2026-01-01T00:00:00Z');
    const empty = { validFrom: at, validUntil: at };
    const privilege: Privilege = {
      id: asId('p'),
      readerId: asId('r'),
      facilityId: asId('f'),
      level: 'final',
      modalities: [],
      byProxy: true,
      agreementId: null,
      retiredAt: null,
      ...empty,
    };
    expect(told(checkLicence({ jurisdiction: 'US-TX', number: '1', ...empty }))).toEqual([
      'validUntil not-after-start',
    ]);
    expect(told(checkPrivilege(privilege))).toEqual(['agreementId required', 'validUntil not-after-start']);
    expect(told(checkContract({ name: 'C1', hours: null, ...empty }))).toEqual(['validUntil not-after-start']);
  });

  it.each([
    ['US-TX', []],
    ['GB', []],
    ['Texas', ['jurisdiction malformed']],
    ['US-TX ', ['jurisdiction malformed']],
  ])('take %s for a jurisdiction or not', (jurisdiction, errors) => {
    expect(told(checkLicence({ jurisdiction, number: '1', ...period }))).toEqual(errors);
  });

  it('want hours that a clock can show', () => {
    const hours = { zone: 'Nowhere', windows: [{ days: [0, 8], from: '7:00', to: '24:01' }] };
    expect(told(checkContract({ name: 'C1', hours, ...period }))).toEqual([
      'hours.zone unknown-zone',
      'hours.windows.0.days not-a-weekday',
      'hours.windows.0.from not-a-time',
      'hours.windows.0.to not-a-time',
    ]);
  });
});

describe('checkPlace', () => {
  it.each<[Place, string[]]>([
    [{ country: 'PR', subdivision: 'US-PR', zone: 'America/Puerto_Rico' }, []],
    [{ country: 'IN', subdivision: 'IN-KA', zone: 'Asia/Kolkata' }, []],
    [
      { country: 'IN', subdivision: 'karnataka', zone: 'Asia/Kolkata' },
      ['subdivision malformed', 'subdivision other-country'],
    ],
  ])('judges %j', (place, errors) => {
    const checks = new FieldChecks();
    checkPlace(place, checks);
    expect(told(checks.errors)).toEqual(errors);
  });
});
