import { asId } from '../core/ids.js';
import type { Hold } from './hold.js';
import type { LadderStep, Read } from './read.js';
import type { Patient, Study } from './study.js';

/** A study of the specs: a stat CT head that is expected, with no images yet. */
export const sampleStudy = (changes: Partial<Study> = {}): Study => ({
  id: asId('study-1'),
  healthSystemId: asId('mercy'),
  facilityId: asId('mercy-east'),
  patientId: asId('patient-1'),
  studyInstanceUid: '1.2.840.113619.2.55.3',
  accessionNumber: 'A1001',
  accessionIssuer: 'MERCY',
  modalities: ['CT'],
  modalityFamily: 'CT',
  planar: false,
  bodyPart: 'HEAD',
  description: 'CT HEAD WO CONTRAST',
  laterality: null,
  procedureCode: null,
  clinicalIndication: 'left weakness',
  patientClass: 'emergency',
  payer: 'commercial',
  protocol: null,
  requestedPriority: 'stat',
  priority: 'stat',
  priorityBasis: null,
  subspecialty: null,
  reportLanguage: 'en',
  acquiredAt: null,
  announced: { series: null, instances: null, atSource: false, dicomWebRoot: null },
  seriesArrived: 0,
  instancesArrived: 0,
  lastImageAt: null,
  imagesCompleteAt: null,
  requester: null,
  priors: [],
  hold: null,
  pauses: [],
  linkedTo: null,
  mergedInto: null,
  handedBack: null,
  identityUnconfirmed: false,
  state: 'expected',
  receivedAt: new Date('2026-11-22T07:00:00Z'),
  readyAt: null,
  eta: null,
  version: 1,
  ...changes,
});

/** The patient of `sampleStudy`. */
export const samplePatient = (changes: Partial<Patient> = {}): Patient => ({
  id: asId('patient-1'),
  healthSystemId: asId('mercy'),
  mrn: 'MRN1',
  issuer: 'MERCY',
  family: 'Doe',
  given: 'Jane',
  birthDate: '1950-01-31',
  sex: 'F',
  mergedInto: null,
  version: 1,
  ...changes,
});

/** A queued primary final of `sampleStudy`. */
export const sampleRead = (changes: Partial<Read> = {}): Read => ({
  id: asId('read-1'),
  healthSystemId: asId('mercy'),
  studyId: asId('study-1'),
  facilityId: asId('mercy-east'),
  ordinal: 0,
  purpose: 'primary',
  issues: 'final',
  independent: false,
  state: 'queued',
  tier: null,
  readingGroupId: null,
  readerId: null,
  sessionId: null,
  offerExpiresAt: null,
  dueAt: null,
  ladder: [],
  ladderStep: -1,
  declinedBy: [],
  billable: true,
  expectedMinutes: 5.5,
  queuedAt: new Date('2026-11-22T07:00:00Z'),
  startedAt: null,
  openedAt: null,
  imagesOpenedAt: null,
  completedAt: null,
  breakGlassId: null,
  version: 3,
  ...changes,
});

/** A ladder step for one group. */
export const sampleStep = (group: string, openedAt: string | null, step = 0): LadderStep => ({
  step,
  pool: { tiers: [], readingGroupIds: [asId(group)], readerId: null },
  opens: {
    atOnce: true,
    afterMinutes: null,
    atShareOfDeadline: null,
    whenNobodySignedOn: false,
    afterReadOrdinal: null,
  },
  openedAt,
});

/** A hold of an hour. */
export const sampleHold = (changes: Partial<Hold> = {}): Hold => ({
  reason: 'missing-priors',
  note: null,
  owner: 'Desk of Mercy',
  ownerId: 'desk',
  since: '2026-11-22T08:00:00.000Z',
  until: '2026-11-22T09:00:00.000Z',
  ...changes,
});
