import type { Candidate, HealthSystemId, NormalSubmission, StudyId } from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { look, PatientEntity, StudyEntity, StudyOrderEntity } from '../studies/index.js';

/** What identifies a study within its health system, as a message says it. */
export interface Identity {
  healthSystemId: HealthSystemId;
  studyInstanceUid: string | null;
  accessionNumbers: readonly string[];
  /** Issuer and number. */
  patient: readonly [string, string] | null;
}

export const identityOf = (submission: NormalSubmission): Identity => ({
  healthSystemId: submission.healthSystemId,
  studyInstanceUid: submission.studyInstanceUid,
  accessionNumbers: submission.orders.flatMap((order) => order.accessionNumber ?? []),
  patient: [submission.patient.issuer, submission.patient.mrn],
});

/**
 * Two messages about one study wait for each other, also when it does not exist yet and there is no row to lock. Locks are
 * taken in one order, so that none wait in a circle.
 */
export async function lockIdentity(
  tx: Tx,
  { healthSystemId, studyInstanceUid, accessionNumbers, patient }: Identity,
): Promise<void> {
  const keys = [
    ...(studyInstanceUid === null ? [] : [`uid ${studyInstanceUid}`]),
    ...accessionNumbers.map((number) => `accession ${number}`),
    ...(patient === null ? [] : [`patient ${patient.join(' ')}`]),
  ].map((key) => `${healthSystemId} ${key}`);
  await tx.read(
    `select pg_advisory_xact_lock(key) from (
       select distinct hashtextextended(k, 0) as key from unnest($1::text[]) k order by 1) keys`,
    [keys],
  );
}

/** The studies of the health system that share the UID or an accession number, with patient and orders. */
export async function candidatesOf(tx: Tx, identity: Identity): Promise<Candidate[]> {
  const { healthSystemId, studyInstanceUid, accessionNumbers } = identity;
  const found = await tx.read<{ id: StudyId }>(
    // What was merged away is found by the study it turned out to be, which has its orders.
    `select id from study where health_system_id = $1 and merged_into is null and id in (
       select id from study where health_system_id = $1 and study_instance_uid = $2
       union select id from study where health_system_id = $1 and accession_number = any ($3)
       union select study_id from study_order where health_system_id = $1 and accession_number = any ($3))`,
    [healthSystemId, studyInstanceUid, accessionNumbers],
  );
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const unlocked = { lock: 'none' } as const;
  const { studies, orders } = await look(tx, {
    studies: all(StudyEntity, { healthSystemId, id: ids }, unlocked),
    orders: all(StudyOrderEntity, { studyId: ids }, unlocked),
  });
  const patientIds = [...new Set(studies.map((study) => study.patientId))];
  const { patients } = await look(tx, { patients: all(PatientEntity, { healthSystemId, id: patientIds }, unlocked) });
  return studies.flatMap((study) => {
    const patient = patients.find((each) => each.id === study.patientId);
    return patient ? [{ study, patient, orders: orders.filter((order) => order.studyId === study.id) }] : [];
  });
}
