import { same } from '../core/same.js';
import { morePressing } from '../studies/change-priority.js';
import type { Patient, Study, StudyOrder } from '../studies/study.js';
import type { NormalOrder, NormalSubmission, PatientIdentity, Submission } from './submission.js';

/** A study of the same health system that shares the UID or an accession number, with what identifies it. */
export interface Candidate {
  study: Study;
  patient: Patient;
  orders: readonly StudyOrder[];
}

export type ConflictReason = 'other-patient' | 'several-studies';

/** A field that a message says otherwise. `applied` false: it came too late or may not change this way, and is recorded. */
export interface Difference {
  field: string;
  applied: boolean;
}

export type StudyMatch =
  | { outcome: 'created' }
  | { outcome: 'unchanged'; candidate: Candidate }
  | {
      outcome: 'updated';
      candidate: Candidate;
      /** What of the study changes; empty when the differences are only recorded. */
      changes: Partial<Study>;
      newOrders: NormalOrder[];
      /** Names and dates of the patient that this message knows better. */
      patientChanges: Partial<PatientIdentity>;
      differences: Difference[];
    }
  | { outcome: 'conflict'; code: 'intake/identity-conflict'; reason: ConflictReason; candidate: Candidate };

/**
 * What a submission means for what is known: a new study, the same again, a change of what may still change, or another
 * patient on the same identity, which a person resolves. The UID identifies; an accession number only where the UIDs do not
 * tell the studies apart, as one order may have several.
 */
export function matchStudy(candidates: readonly Candidate[], submission: NormalSubmission): StudyMatch {
  const sharing = candidates.filter((each) => sharesIdentity(each, submission));
  const [first] = sharing;
  if (first === undefined) return { outcome: 'created' };
  const stranger = sharing.find((each) => !isSamePatient(each.patient, submission.patient));
  if (stranger !== undefined) return conflict('other-patient', stranger);
  const byUid = sharing.find((each) => hasUid(each, submission));
  const open = sharing.filter(({ study }) => study.studyInstanceUid === null || submission.studyInstanceUid === null);
  const [match, ...others] = byUid === undefined ? open : [byUid];
  if (match === undefined) return { outcome: 'created' };
  return others.length > 0 ? conflict('several-studies', match) : compare(match, submission);
}

const conflict = (reason: ConflictReason, candidate: Candidate): StudyMatch => ({
  outcome: 'conflict',
  code: 'intake/identity-conflict',
  reason,
  candidate,
});

export const isSamePatient = (a: Pick<Patient, 'mrn' | 'issuer'>, b: Pick<Patient, 'mrn' | 'issuer'>): boolean =>
  a.mrn === b.mrn && a.issuer === b.issuer;

const hasUid = ({ study }: Candidate, { studyInstanceUid }: NormalSubmission): boolean =>
  studyInstanceUid !== null && study.studyInstanceUid === studyInstanceUid;

function sharesIdentity(candidate: Candidate, submission: NormalSubmission): boolean {
  if (hasUid(candidate, submission)) return true;
  const known = [
    { accessionNumber: candidate.study.accessionNumber, issuer: candidate.study.accessionIssuer },
    ...candidate.orders,
  ];
  return submission.orders.some(({ accessionNumber, issuer }) =>
    known.some(
      (each) => accessionNumber !== null && each.accessionNumber === accessionNumber && each.issuer === issuer,
    ),
  );
}

/** Fields of a study that a later message may change until the final, each with the submission's field that states it. */
const CHANGEABLE = {
  description: 'description',
  clinicalIndication: 'clinicalIndication',
  bodyPart: 'bodyPart',
  laterality: 'laterality',
  patientClass: 'patientClass',
  payer: 'payer',
  protocol: 'protocol',
  reportLanguage: 'reportLanguage',
  acquiredAt: 'acquiredAt',
  announced: 'images',
  requester: 'requester',
  priors: 'priors',
  procedureCode: 'procedureCode',
} as const satisfies Partial<Record<keyof Study & keyof NormalSubmission, keyof Submission>>;

function compare(candidate: Candidate, submission: NormalSubmission): StudyMatch {
  const { study } = candidate;
  const closed = study.state === 'final' || study.state === 'cancelled' || study.state === 'retracted';
  const wanted = { ...plainChanges(study, submission), ...particularChanges(study, submission) };
  const newOrders = submission.orders.filter((order) => !isKnownOrder(candidate, order));
  const patientChanges = demographicChanges(candidate.patient, submission.patient);
  const moved = study.facilityId !== submission.facilityId;
  const differences: Difference[] = [
    ...Object.keys(wanted).map((field) => ({ field, applied: !closed })),
    ...(newOrders.length > 0 ? [{ field: 'orders', applied: !closed }] : []),
    ...Object.keys(patientChanges).map((field) => ({ field: `patient.${field}`, applied: !closed })),
    // Where a study was made decides licences, privileges and contracts: only a person moves it.
    ...(moved ? [{ field: 'facility', applied: false }] : []),
  ];
  if (differences.length === 0) return { outcome: 'unchanged', candidate };
  const applied = closed
    ? { changes: {}, newOrders: [], patientChanges: {} }
    : { changes: wanted, newOrders, patientChanges };
  return { outcome: 'updated', candidate, ...applied, differences };
}

function plainChanges(study: Study, submission: NormalSubmission): Partial<Study> {
  const fields = Object.entries(CHANGEABLE) as [keyof typeof CHANGEABLE, keyof Submission][];
  const changed = fields.filter(
    ([field, source]) => submission.stated.has(source) && !same(study[field], submission[field]),
  );
  return Object.fromEntries(changed.map(([field]) => [field, submission[field]]));
}

/** A UID where none was known, modalities until the images speak for themselves, and a priority that rises. */
function particularChanges(study: Study, submission: NormalSubmission): Partial<Study> {
  const changes: Partial<Study> = {};
  if (study.studyInstanceUid === null && submission.studyInstanceUid !== null) {
    changes.studyInstanceUid = submission.studyInstanceUid;
  }
  if (study.accessionNumber === null && submission.accessionNumber !== null) {
    changes.accessionNumber = submission.accessionNumber;
    changes.accessionIssuer = submission.accessionIssuer;
  }
  const modalitiesStated = submission.stated.has('modalities') && study.instancesArrived === 0;
  if (modalitiesStated && !same(study.modalities, submission.modalities)) {
    changes.modalities = submission.modalities;
    changes.modalityFamily = submission.modalityFamily;
    changes.planar = submission.planar;
  }
  // A message only raises: the one that was sent again after a person raised the priority must not undo it.
  if (submission.stated.has('priority')) {
    const { requestedPriority } = submission;
    if (morePressing(requestedPriority, study.requestedPriority)) changes.requestedPriority = requestedPriority;
    if (changes.requestedPriority && morePressing(requestedPriority, study.priority))
      changes.priority = requestedPriority;
  }
  return changes;
}

function isKnownOrder({ study, orders }: Candidate, order: NormalOrder): boolean {
  if (order.accessionNumber === null) {
    return orders.some((each) => each.placerOrderNumber === order.placerOrderNumber);
  }
  const matches = (each: { accessionNumber: string | null; issuer: string }): boolean =>
    each.accessionNumber === order.accessionNumber && each.issuer === order.issuer;
  return orders.some(matches) || matches({ accessionNumber: study.accessionNumber, issuer: study.accessionIssuer });
}

/** Known better now: what is stated and different. Nothing said takes nothing away. */
function demographicChanges(patient: Patient, stated: PatientIdentity): Partial<PatientIdentity> {
  const fields = ['family', 'given', 'birthDate', 'sex'] as const;
  const changed = fields.filter((field) => stated[field] !== null && stated[field] !== patient[field]);
  return Object.fromEntries(changed.map((field) => [field, stated[field]]));
}
