import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Report } from '../../reading/report.js';
import type { StudyRows } from '../images-arrived.js';
import { studyEvent } from '../study-event.js';
import { RETRACTED_FLAG } from '../study-state.js';
import type { Patient, Study } from '../study.js';
import { requireOwnPlan } from './correction.js';

export const IDENTITY_REASONS = [
  'wrong-patient',
  'unidentified-now-known',
  'demographics-wrong',
  'confirmed-by-site',
  'other',
] as const;
export type IdentityReason = (typeof IDENTITY_REASONS)[number];

export const IDENTITY_FLAG = 'identity-corrected';

export type IdentityCorrectionKind = 'confirmed' | 'demographics' | 'moved';

export interface IdentityRows {
  study: Study;
  reads: StudyRows['reads'];
  reports: Report[];
  /** Whose the study is, and whose it is to be when it moves: locked. */
  patients: Patient[];
}

export interface IdentityCorrecting {
  /** The patient as they are: the present one with better demographics, or another one; null confirms what is known. */
  patient: Patient | null;
  reason: IdentityReason;
  /** How many studies are read with this one. */
  leads: number;
}

/**
 * Whose a study is, said by a person: as it stands, with other demographics, or another patient's. Its identity is
 * confirmed then. Reports that are out keep their text and are marked when the demographics change. A report that went out
 * for the wrong patient must be retracted first, so that whoever was told is told again.
 *
 * @throws DomainError conflicts `identity/report-issued`, `study/leads-others`, `study/linked`, `study/merged`
 */
export function correctIdentity(
  { study, reads, reports, patients }: IdentityRows,
  { patient, reason, leads }: IdentityCorrecting,
): Change<IdentityRows, IdentityCorrectionKind | null> {
  requireOwnPlan(study);
  const moves = patient !== null && patient.id !== study.patientId;
  if (!moves) {
    const known = patients.find(({ id }) => id === study.patientId);
    const better = patient === null || known === undefined || sameDemographics(patient, known) ? null : patient;
    if (better === null && !study.identityUnconfirmed) return { result: null };
    const next = confirmed(study);
    const kind = better === null ? 'confirmed' : 'demographics';
    const events = [studyEvent('study.identity-corrected', next, reads, { kind, reason })];
    if (better === null) return { next: { study: next }, events, result: kind };
    return { next: { study: next, patients: [better], reports: reports.map(marked) }, events, result: kind };
  }
  requireNothingIssued(reports);
  if (leads > 0) {
    throw new DomainError(
      'conflict',
      'study/leads-others',
      `${leads} studies are read with this one: split them first`,
    );
  }
  // The priors announced for it were the other patient's.
  const next = { ...confirmed(study), patientId: patient.id, priors: [] };
  const event = studyEvent('study.identity-corrected', next, reads, { kind: 'moved', reason });
  return { next: { study: next, patients: [patient] }, events: [event], result: 'moved' };
}

const confirmed = (study: Study): Study => ({ ...study, identityUnconfirmed: false, version: study.version + 1 });

const sameDemographics = (a: Patient, b: Patient): boolean =>
  a.family === b.family && a.given === b.given && a.birthDate === b.birthDate && a.sex === b.sex;

const marked = (report: Report): Report =>
  report.flags.includes(IDENTITY_FLAG) ? report : { ...report, flags: [...report.flags, IDENTITY_FLAG] };

function requireNothingIssued(reports: readonly Report[]): void {
  const out = reports.filter(({ kind, flags }) => kind !== 'opinion' && !flags.includes(RETRACTED_FLAG));
  if (out.length === 0) return;
  const message = 'A report went out for the wrong patient: retract it first, then correct the identity';
  const facts = { reportIds: out.map(({ id }) => id), readIds: [...new Set(out.map(({ readId }) => readId))] };
  throw new DomainError('conflict', 'identity/report-issued', message, { facts });
}

/**
 * Images came that carry another patient's identity, for a study that cannot wait: it stays readable with the identity
 * unconfirmed, preliminary results only, until a person says whose it is. Asked again it changes nothing.
 */
export function questionIdentity({ study, reads }: StudyRows, why: string): Change<StudyRows, boolean> {
  if (study.identityUnconfirmed) return { result: false };
  const next = { ...study, identityUnconfirmed: true, version: study.version + 1 };
  return {
    next: { study: next },
    events: [studyEvent('study.identity-questioned', next, reads, { why })],
    result: true,
  };
}
