import type { TransferMode } from '../network/network.js';
import type { Patient } from '../studies/study.js';
import type { Principal } from './principal.js';

/** As the wire says a patient. Of a pseudonym `id` is a label, `birthDate` the year. */
export interface SeenPatient {
  id: string;
  issuer: string | null;
  name: { family: string | null; given: string | null } | null;
  birthDate: string | null;
  sex: Patient['sex'];
}

/**
 * What the principal sees of a patient. The submitter and the network see all; for groups and readers `mode` decides,
 * which is the residency rule's answer for their place, `null` where no data may go: then nothing.
 */
export function seenPatient(principal: Principal, patient: Patient, mode: TransferMode | null): SeenPatient | null {
  const byResidency = principal.role === 'reader' || principal.role === 'group-manager';
  if (!byResidency || mode === 'full') return full(patient);
  return mode === 'pseudonymous' ? pseudonymous(patient) : null;
}

const full = ({ mrn, issuer, family, given, birthDate, sex }: Patient): SeenPatient => ({
  id: mrn,
  issuer,
  name: { family, given },
  birthDate,
  sex,
});

const pseudonymous = (patient: Patient): SeenPatient => ({
  id: pseudonymOf(patient),
  issuer: null,
  name: null,
  birthDate: patient.birthDate?.slice(0, 4) ?? null,
  sex: patient.sex,
});

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/**
 * A label that stays the same for a patient. FNV-1a (64 bit) of our own random id: nothing of the patient goes in, so
 * that trying all patient numbers of a hospital finds nobody.
 */
export function pseudonymOf({ id }: Pick<Patient, 'id'>): string {
  let hash = FNV_OFFSET;
  for (const character of id) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * FNV_PRIME);
  }
  return `P-${hash.toString(36).toUpperCase().padStart(13, '0')}`;
}
