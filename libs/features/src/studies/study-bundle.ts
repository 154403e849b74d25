import type { Patient, Read, Study, StudyId } from '@overread/domain';
import { all, type Loaded, type Targets, type Tx } from '@overread/platform';
import { PatientEntity } from './patient.entity.js';
import { ReadEntity } from './read.entity.js';
import { StudyEntity } from './study.entity.js';

/** A study with what is always shown beside it. */
export interface StudyBundle {
  study: Study;
  patient: Patient;
  reads: Read[];
}

/** Rows as the transaction's scope sees them, without a lock. */
export const look = <T extends Targets>(tx: Tx, targets: T): Promise<Loaded<T>> =>
  tx.change(targets, (rows) => ({ result: rows }));

const unlocked = { lock: 'none' } as const;

/** The studies with these ids that the scope may see, in the order of the ids; the same few statements whatever their number. */
export async function loadBundles(tx: Tx, ids: readonly StudyId[]): Promise<StudyBundle[]> {
  if (ids.length === 0) return [];
  const targets = {
    studies: all(StudyEntity, { id: ids }, unlocked),
    reads: all(ReadEntity, { studyId: ids }, unlocked),
  };
  const [{ studies, reads }, patients] = await Promise.all([look(tx, targets), patientsOf(tx, ids)]);
  const patientById = new Map(patients.map((patient) => [patient.id, patient]));
  // A study that was given another patient between the two statements.
  const given = studies.filter((study) => !patientById.has(study.patientId)).map((study) => study.patientId);
  if (given.length > 0) {
    const late = await look(tx, { patients: all(PatientEntity, { id: given }, unlocked) });
    for (const patient of late.patients) patientById.set(patient.id, patient);
  }
  const readsOf = Map.groupBy(reads, (read) => read.studyId);
  const bundles = new Map<StudyId, StudyBundle>();
  for (const study of studies) {
    const patient = patientById.get(study.patientId);
    if (!patient) throw new Error(`study ${study.id} has no patient row`);
    const own = (readsOf.get(study.id) ?? []).sort((a, b) => a.ordinal - b.ordinal);
    bundles.set(study.id, { study, patient, reads: own });
  }
  await readWithOthers(tx, bundles);
  return ids.flatMap((id) => bundles.get(id) ?? []);
}

/** What is read with another study shows that one's state and reads: it has none of its own. */
async function readWithOthers(tx: Tx, bundles: Map<StudyId, StudyBundle>): Promise<void> {
  const linked = [...bundles.values()].filter(({ study }) => study.linkedTo !== null);
  if (linked.length === 0) return;
  const id = linked.flatMap(({ study }) => study.linkedTo ?? []);
  const { leaders, reads } = await look(tx, {
    leaders: all(StudyEntity, { id }, unlocked),
    reads: all(ReadEntity, { studyId: id }, unlocked),
  });
  for (const { study, patient } of linked) {
    const leader = leaders.find((each) => each.id === study.linkedTo);
    if (leader === undefined) continue;
    const { state, eta, hold, pauses } = leader;
    const shared = reads.filter((read) => read.studyId === leader.id).sort((a, b) => a.ordinal - b.ordinal);
    bundles.set(study.id, { study: { ...study, state, eta, hold, pauses }, patient, reads: shared });
  }
}

const patientsOf = (tx: Tx, studyIds: readonly StudyId[]): Promise<Patient[]> =>
  tx.read(
    `select health_system_id as "healthSystemId", id, mrn, issuer, family, given, birth_date as "birthDate", sex,
       merged_into as "mergedInto", version
     from patient where (health_system_id, id) in (select health_system_id, patient_id from study where id = any ($1))`,
    [studyIds],
  );
