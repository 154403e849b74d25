import { asId } from '../core/ids.js';
import type { Agreement, Contract, HealthSystem, Licence, Privilege, RosterShift } from '../network/network.js';
import { sampleFacility, sampleReader, sampleSession } from '../network/samples.fixture.js';
import type { EligibilityQuestion, ReaderFacts, ReadFacts } from './facts.js';

const inForceNow = {
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validUntil: new Date('2027-01-01T00:00:00Z'),
  retiredAt: null,
};

export const sampleHealthSystem = (changes: Partial<HealthSystem> = {}): HealthSystem => ({
  id: asId('mercy'),
  name: 'Mercy',
  deniedCountries: [],
  retiredAt: null,
  version: 1,
  ...changes,
});

export const sampleLicence = (jurisdiction: string, changes: Partial<Licence> = {}): Licence => ({
  id: asId(`licence-${jurisdiction}`),
  readerId: asId('reader-1'),
  jurisdiction,
  number: '1',
  ...inForceNow,
  ...changes,
});

export const samplePrivilege = (changes: Partial<Privilege> = {}): Privilege => ({
  id: asId('privilege-1'),
  readerId: asId('reader-1'),
  facilityId: asId('mercy-east'),
  level: 'final',
  modalities: [],
  byProxy: false,
  agreementId: null,
  ...inForceNow,
  ...changes,
});

export const sampleAgreement = (changes: Partial<Agreement> = {}): Agreement => ({
  id: asId('agreement-1'),
  healthSystemId: asId('mercy'),
  readingGroupId: asId('home-rads'),
  kind: 'baa',
  transfers: [],
  ...inForceNow,
  version: 1,
  ...changes,
});

export const sampleContract = (changes: Partial<Contract> = {}): Contract => ({
  id: asId('contract-1'),
  healthSystemId: asId('mercy'),
  readingGroupId: asId('home-rads'),
  name: 'C1',
  engagementModel: 'transaction',
  facilityIds: [],
  modalityFamilies: [],
  priorities: [],
  issues: [],
  hours: null,
  ...inForceNow,
  version: 1,
  ...changes,
});

export const sampleShift = (changes: Partial<RosterShift> = {}): RosterShift => ({
  id: asId('shift-1'),
  readingGroupId: asId('home-rads'),
  readerId: asId('reader-1'),
  name: 'CT nights',
  startsAt: new Date('2026-11-22T00:00:00Z'),
  endsAt: new Date('2026-11-22T12:00:00Z'),
  modalityFamilies: [],
  subspecialties: [],
  facilityIds: [],
  ...changes,
});

/** A primary final of a stat CT head of a Medicare patient at a Texas hospital. */
export const sampleReadFacts = (changes: Partial<ReadFacts> = {}): ReadFacts => ({
  readId: asId('read-1'),
  purpose: 'primary',
  issues: 'final',
  independent: false,
  billable: true,
  expectedMinutes: 5.5,
  modalities: ['CT'],
  modalityFamily: 'CT',
  subspecialty: null,
  priority: 'stat',
  patientClass: 'emergency',
  payer: 'medicare',
  reportLanguage: 'en',
  facility: sampleFacility(),
  healthSystem: sampleHealthSystem(),
  otherReads: [],
  ...changes,
});

/** Signed on in Texas, licensed and privileged there. */
export const sampleReaderFacts = (changes: Partial<ReaderFacts> = {}): ReaderFacts => ({
  reader: sampleReader(),
  licences: [sampleLicence('US-TX')],
  privileges: [samplePrivilege()],
  session: sampleSession(),
  shifts: [],
  held: { routineMinutes: 0, urgentMinutes: 0 },
  ...changes,
});

/** A question that every rule answers with yes. */
export const sampleQuestion = (changes: Partial<EligibilityQuestion> = {}): EligibilityQuestion => ({
  read: sampleReadFacts(),
  reader: sampleReaderFacts(),
  relations: { agreements: [sampleAgreement()], contracts: [sampleContract()] },
  stage: 'offer',
  now: new Date('2026-11-22T07:00:00Z'),
  ...changes,
});

/** The question asked of a reader who sits somewhere else, with the session, home and data transfer to match. */
export const questionFrom = (
  country: string,
  subdivision: string | null,
  read: Partial<ReadFacts>,
): EligibilityQuestion =>
  sampleQuestion({
    read: sampleReadFacts(read),
    reader: sampleReaderFacts({ session: sampleSession({ country, subdivision }) }),
    relations: {
      agreements: [sampleAgreement({ transfers: [{ country, mode: 'full', basis: 'contract' }] })],
      contracts: [sampleContract()],
    },
  });
