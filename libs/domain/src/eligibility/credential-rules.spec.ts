import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { sampleFacility, sampleReader, sampleSession } from '../network/samples.fixture.js';
import type { Licence, Privilege, Reader } from '../network/network.js';
import { failedRules } from './failed-rules.js';
import type { EligibilityQuestion, FailedRule, ReadFacts } from './facts.js';
import { DEFAULT_HARD_RULES } from './hard-rules.js';
import {
  sampleAgreement,
  sampleContract,
  sampleLicence,
  samplePrivilege,
  sampleQuestion,
  sampleReaderFacts,
  sampleReadFacts,
} from './samples.fixture.js';

const ask = (read: Partial<ReadFacts>, reader: Partial<Reader> = {}): FailedRule[] =>
  failedRules(
    sampleQuestion({
      read: sampleReadFacts(read),
      reader: sampleReaderFacts({ reader: sampleReader(reader) }),
    }),
  );
const withLicences = (licences: Licence[], changes: Partial<EligibilityQuestion> = {}): FailedRule[] =>
  failedRules(sampleQuestion({ reader: sampleReaderFacts({ licences }), ...changes }));
const withPrivileges = (privileges: Privilege[], read: Partial<ReadFacts> = {}): FailedRule[] =>
  failedRules(sampleQuestion({ read: sampleReadFacts(read), reader: sampleReaderFacts({ privileges }) }));

describe('a question every rule answers with yes', () => {
  it('fails nothing at any stage', () => {
    for (const stage of ['offer', 'open', 'sign', 'plan'] as const) {
      expect(failedRules(sampleQuestion({ stage }))).toEqual([]);
    }
  });
});

describe('modality', () => {
  it.each([
    ['PET/CT with both', ['CT', 'PT'], ['CT', 'PT'], null],
    ['PET/CT with CT alone', ['CT', 'PT'], ['CT'], 'not competent in PT'],
    ['DX for a CR reader', ['DX'], ['CR'], null],
    ['CR for a DX reader', ['CR'], ['DX'], null],
    ['mammography for a CR reader', ['MG'], ['CR', 'DX'], 'not competent in MG'],
    ['angiography for an RF reader', ['XA'], ['RF'], 'not competent in XA'],
    ['non-image objects beside CT', ['CT', 'SR', 'KO'], ['CT'], null],
    ['unknown modalities', [], ['CT'], 'the modalities of the study are not known'],
    ['nothing but a report object', ['SR'], ['CT'], 'the modalities of the study are not known'],
  ])('%s', (_, modalities, competences, fact) => {
    expect(ask({ modalities }, { competences })).toEqual(fact === null ? [] : [{ code: 'modality', fact }]);
  });
});

describe('subspecialty', () => {
  it('is required for a final and preferred for a preliminary', () => {
    expect(ask({ subspecialty: 'pediatric' })).toEqual([
      { code: 'subspecialty', fact: 'no pediatric subspecialty, required for a final read' },
    ]);
    expect(ask({ subspecialty: 'pediatric', issues: 'preliminary' })).toEqual([]);
    expect(ask({ subspecialty: 'Neuro' })).toEqual([]);
  });

  it('is required where the data says so', () => {
    const question = sampleQuestion({ read: sampleReadFacts({ subspecialty: 'breast', issues: 'preliminary' }) });
    const rules = { ...DEFAULT_HARD_RULES, subspecialtyRequiredFor: ['preliminary'] as const };
    expect(failedRules(question, rules).map((each) => each.code)).toEqual(['subspecialty']);
  });
});

describe('licence', () => {
  const expired = sampleLicence('US-TX', { validUntil: new Date('2026-05-03T00:00:00Z') });
  it.each([
    ['no licence US-TX', []],
    ['no licence US-TX', [sampleLicence('US')]],
    ['no licence US-TX', [sampleLicence('US-CA')]],
    ['licence US-TX expired 2026-05-03', [expired]],
    ['licence US-TX withdrawn 2026-02-01', [sampleLicence('US-TX', { retiredAt: new Date('2026-02-01T00:00:00Z') })]],
    [
      'licence US-TX valid only from 2026-12-01',
      [sampleLicence('US-TX', { validFrom: new Date('2026-12-01T00:00:00Z') })],
    ],
    [null, [expired, sampleLicence('US-TX')]],
  ])('says "%s"', (fact, licences) => {
    expect(withLicences(licences)).toEqual(fact === null ? [] : [{ code: 'licence', fact }]);
  });

  it('is asked for the state of reading too, inside the United States', () => {
    const session = sampleSession({ subdivision: 'US-CA' });
    const inCalifornia = (licences: Licence[]): FailedRule[] =>
      failedRules(sampleQuestion({ reader: sampleReaderFacts({ session, licences }) }));
    expect(inCalifornia([sampleLicence('US-TX')])).toEqual([{ code: 'licence', fact: 'no licence US-CA' }]);
    expect(inCalifornia([sampleLicence('US-TX'), sampleLicence('US-CA')])).toEqual([]);
  });

  it('takes a territory as one of the states, filed under either code', () => {
    const read = sampleReadFacts({ facility: sampleFacility({ country: 'PR', subdivision: null }) });
    const ask2 = (code: string): FailedRule[] => withLicences([sampleLicence('US-TX'), sampleLicence(code)], { read });
    expect(ask2('PR')).toEqual([]);
    expect(ask2('US-PR')).toEqual([]);
    expect(ask2('US-GU')).toEqual([{ code: 'licence', fact: 'no licence US-PR' }]);
  });

  it('does not hold when the state is not known', () => {
    const read = sampleReadFacts({ facility: sampleFacility({ subdivision: null }) });
    expect(withLicences([sampleLicence('US-TX')], { read })).toEqual([
      { code: 'licence', fact: 'the state that licenses is not known' },
    ]);
  });
});

describe('privilege', () => {
  it.each([
    ['no privilege at mercy-east', [], {}],
    ['no privilege at mercy-east', [samplePrivilege({ facilityId: asId('elsewhere') })], {}],
    ['privilege at mercy-east is for preliminary, not final', [samplePrivilege({ level: 'preliminary' })], {}],
    [null, [samplePrivilege({ level: 'preliminary' })], { issues: 'preliminary' as const }],
    [null, [samplePrivilege({ level: 'draft' })], { issues: 'opinion' as const }],
    ['privilege at mercy-east does not cover CT', [samplePrivilege({ modalities: ['MR'] })], {}],
    [
      'privilege at mercy-east expired 2026-05-03',
      [samplePrivilege({ validUntil: new Date('2026-05-03T10:00:00Z') })],
      {},
    ],
    [
      null,
      [samplePrivilege({ modalities: ['PT'] }), samplePrivilege({ modalities: ['CT'] })],
      { modalities: ['CT', 'PT'] },
    ],
  ])('says %s', (fact, privileges, read) => {
    expect(withPrivileges(privileges, read)).toEqual(fact === null ? [] : [{ code: 'privilege', fact }]);
  });

  it('by proxy needs its agreement in force and a hospital', () => {
    const proxy = samplePrivilege({ byProxy: true, agreementId: asId('agreement-1') });
    const clinic = sampleFacility({ kind: 'clinic' });
    expect(withPrivileges([proxy])).toEqual([]);
    expect(withPrivileges([proxy], { facility: clinic })).toEqual([
      { code: 'privilege', fact: 'privilege at mercy-east is by proxy, which does not fit a clinic' },
    ]);
    expect(withPrivileges([{ ...proxy, agreementId: null }])).toEqual([
      { code: 'privilege', fact: 'privilege at mercy-east is by proxy without its agreement' },
    ]);
  });

  it('lets a trainee draft, and only under a named supervisor', () => {
    const trainee = { kind: 'trainee' as const, supervisorId: asId<Reader['id']>('boss') };
    expect(ask({ issues: 'draft' }, trainee)).toEqual([]);
    expect(ask({}, trainee)).toEqual([{ code: 'privilege', fact: 'a trainee drafts and does not issue a final' }]);
    expect(ask({ issues: 'draft' }, { kind: 'trainee' }).map((each) => each.code)).toEqual(['privilege']);
  });
});

describe('agreement and contract', () => {
  const relate = (agreements = [sampleAgreement()], contracts = [sampleContract()]): FailedRule[] =>
    failedRules(sampleQuestion({ relations: { agreements, contracts } }));

  it('counts only an agreement in force with that group', () => {
    const other = sampleAgreement({ readingGroupId: asId('other') });
    expect(relate([other])).toEqual([
      { code: 'agreement', fact: 'no agreement between the health system and the reading group' },
    ]);
    expect(relate([sampleAgreement({ validUntil: new Date('2026-06-30T00:00:00Z') })])).toEqual([
      { code: 'agreement', fact: 'agreement expired 2026-06-30' },
    ]);
  });

  const days = { zone: 'America/Chicago', windows: [{ days: [], from: '08:00', to: '17:00' }] };
  it.each([
    ['contract C1 does not cover CT', { modalityFamilies: ['MR' as const] }],
    ['contract C1 does not cover stat studies', { priorities: ['routine' as const] }],
    ['contract C1 does not cover a final read', { issues: ['preliminary' as const] }],
    ['contract C1 does not cover mercy-east', { facilityIds: [asId<Privilege['facilityId']>('x')] }],
    ['contract C1 does not cover 2026-11-22T07:00:00.000Z', { hours: days }],
    ['contract C1 expired 2026-06-30', { validUntil: new Date('2026-06-30T00:00:00Z') }],
    ['no contract between the health system and the reading group', { readingGroupId: asId<never>('other') }],
  ])('says "%s"', (fact, changes) => {
    expect(relate(undefined, [sampleContract(changes)])).toEqual([{ code: 'contract', fact }]);
  });

  it('takes the one contract of several that covers all, never parts of two', () => {
    const ct = sampleContract({ modalityFamilies: ['CT'], priorities: ['routine'] });
    const stat = sampleContract({ modalityFamilies: ['MR'], priorities: ['stat'] });
    expect(relate(undefined, [ct, stat]).map((each) => each.code)).toEqual(['contract']);
    expect(relate(undefined, [ct, stat, sampleContract()])).toEqual([]);
  });

  it('lets what was opened inside the hours be signed outside them', () => {
    const relations = { agreements: [sampleAgreement()], contracts: [sampleContract({ hours: days })] };
    expect(failedRules(sampleQuestion({ relations, stage: 'sign' }))).toEqual([]);
  });
});
