import { asId } from '../core/ids.js';
import { sampleFacility } from '../network/samples.fixture.js';
import { samplePatient } from '../studies/samples.fixture.js';
import type { Patient, Study, StudyOrder } from '../studies/study.js';
import { acceptSubmission } from './accept-submission.js';
import type { Candidate } from './match-study.js';
import { normaliseSubmission } from './normalise-submission.js';
import type { NormalSubmission, Submission } from './submission.js';

/** The submission of the interface's example, with its images sent. */
export const sampleSubmission = (changes: Submission = {}): Submission => ({
  studyInstanceUid: '1.2.840.113619.2.55.3',
  accessionNumber: 'A1001',
  facility: 'mercy-east',
  orders: [
    {
      accessionNumber: 'A1001',
      placerOrderNumber: 'P77',
      procedureCode: { code: '30799-1', system: 'http://loinc.org' },
    },
  ],
  patient: {
    id: 'MRN1',
    issuer: 'MERCY',
    name: { family: 'Doe', given: 'Jane' },
    birthDate: '1950-01-31',
    sex: 'F',
  },
  modalities: ['CT'],
  bodyPart: 'HEAD',
  description: 'CT HEAD WO CONTRAST',
  laterality: null,
  priority: 'critical',
  protocol: 'stroke',
  patientClass: 'emergency',
  payer: 'medicare',
  clinicalIndication: 'left weakness, last known well 40 min',
  acquiredAt: '2026-11-22T06:58:00Z',
  images: { series: 2, instances: 64 },
  priors: [{ studyInstanceUid: '1.2.840.113619.2.55.1', accessionNumber: 'A0900' }],
  requester: { name: 'Dr Ada Byrd', phone: '+1-555-0100' },
  reportLanguage: 'en',
  ...changes,
});

export const normalSample = (changes: Submission = {}): NormalSubmission =>
  normaliseSubmission(sampleSubmission(changes), sampleFacility());

/** What is known once a submission was accepted, and then changed. */
export function candidateOf(
  submission: NormalSubmission,
  changes: Partial<Study> = {},
  patient: Partial<Patient> = {},
): Candidate {
  const ids = { id: asId<Study['id']>('study-1'), patientId: asId<Study['patientId']>('patient-1') };
  const study = acceptSubmission(submission, ids, new Date('2026-11-22T07:00:00Z'));
  const orders = submission.orders.map((order, index): StudyOrder => ({
    ...order,
    id: asId(`order-${index}`),
    healthSystemId: study.healthSystemId,
    studyId: study.id,
  }));
  return { study: { ...study, ...changes }, patient: samplePatient({ ...submission.patient, ...patient }), orders };
}
