import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Read } from '../read.js';
import { studyEvent } from '../study-event.js';
import type { Patient, Study } from '../study.js';
import type { PatientId } from '../../core/ids.js';

export const PATIENT_MERGE_REASONS = ['registered-twice', 'unidentified-now-known', 'other'] as const;
export type PatientMergeReason = (typeof PATIENT_MERGE_REASONS)[number];

export interface PatientRows {
  /** Both, locked. */
  patients: Patient[];
  /** Every study of the one that is merged away. */
  studies: Study[];
  reads: Read[];
}

/**
 * Two records of one person become one: studies and priors follow, the record merged away stays and says who it is. Merging
 * what is merged so already changes nothing.
 *
 * @throws DomainError invalid `patient/itself`; conflict `patient/merged-already` (into somebody else, or the one to stay
 * was itself merged away: a circle is impossible); not-found `patient/not-found`
 */
export function mergePatients(
  { patients, studies, reads }: PatientRows,
  { from, into, reason }: { from: PatientId; into: PatientId; reason: PatientMergeReason },
): Change<PatientRows, Study[]> {
  if (from === into) throw new DomainError('invalid', 'patient/itself', 'A patient cannot be merged with themselves');
  const [gone, stays] = [patients.find(({ id }) => id === from), patients.find(({ id }) => id === into)];
  if (gone === undefined || stays === undefined) {
    throw new DomainError('not-found', 'patient/not-found', 'There is no such patient here');
  }
  if (gone.mergedInto === into) return { result: [] };
  if (gone.mergedInto !== null || stays.mergedInto !== null) {
    const message = 'One of the two was merged into another record before: name that one';
    throw new DomainError('conflict', 'patient/merged-already', message);
  }
  const moved = studies.map((study): Study => ({ ...study, patientId: into, version: study.version + 1 }));
  const events = moved.map((study) => {
    const own = reads.filter((read) => read.studyId === study.id);
    return studyEvent('patient.merged', study, own, { from, into, reason });
  });
  const away = { ...gone, mergedInto: into, version: gone.version + 1 };
  return { next: { patients: [away], studies: moved }, events, result: moved };
}
