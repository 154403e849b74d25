import type { HealthSystemId, NormalSubmission, Patient, PatientId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** Who has this number now: where the record was merged into another, that one. Null when nobody has it. */
export async function patientWith(
  tx: Tx,
  healthSystemId: HealthSystemId,
  { issuer, mrn }: Pick<Patient, 'issuer' | 'mrn'>,
): Promise<Pick<Patient, 'id' | 'issuer' | 'mrn'> | null> {
  const [found] = await tx.read<{ id: PatientId; issuer: string; mrn: string }>(
    `with recursive line as (
       select id, issuer, mrn, merged_into from patient where health_system_id = $1 and issuer = $2 and mrn = $3
       union select p.id, p.issuer, p.mrn, p.merged_into from patient p join line on p.id = line.merged_into
         where p.health_system_id = $1)
     select id, issuer, mrn from line where merged_into is null`,
    [healthSystemId, issuer, mrn],
  );
  return found ?? null;
}

/** What is said under a number that was merged away is said of the patient who has everything that was its. */
export const asCurrentPatient = (
  submission: NormalSubmission,
  current: Pick<Patient, 'issuer' | 'mrn'> | null,
): NormalSubmission =>
  current === null
    ? submission
    : { ...submission, patient: { ...submission.patient, issuer: current.issuer, mrn: current.mrn } };
