import type { HealthSystemId, Patient, ReaderId, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** Who is about to sign, and of which study. */
export interface Signer {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  by: ReaderId;
}

/** What a decision on a second read needs beside the rows that signing locks. */
export interface FirstReader {
  patient: Pick<Patient, 'birthDate' | 'sex'>;
  /** Reads that who signs had completed before, counted up to the limit asked for. */
  readsBefore: number;
}

export async function firstReader(
  tx: Tx,
  { healthSystemId, studyId, by }: Signer,
  limit: number,
): Promise<FirstReader> {
  const [row] = await tx.read<Patient & { readsBefore: number }>(
    `select p.birth_date as "birthDate", p.sex,
       (select count(*)::int from (select from read r where r.reader_id = $3 and r.state = 'completed' limit $4) done) as "readsBefore"
     from study s join patient p on p.health_system_id = s.health_system_id and p.id = s.patient_id
     where s.health_system_id = $1 and s.id = $2`,
    [healthSystemId, studyId, by, limit],
  );
  if (!row) throw new Error(`study ${studyId} has no patient row`);
  const { birthDate, sex, readsBefore } = row;
  return { patient: { birthDate, sex }, readsBefore };
}
