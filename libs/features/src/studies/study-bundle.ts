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

/** The studies with these ids that the scope may see, in the order of the ids; three statements whatever their number. */
export async function loadBundles(tx: Tx, ids: readonly StudyId[]): Promise<StudyBundle[]> {
  if (ids.length === 0) return [];
  const { studies } = await look(tx, { studies: all(StudyEntity, { id: ids }, unlocked) });
  if (studies.length === 0) return [];
  const seen = studies.map((study) => study.id);
  const { reads } = await look(tx, { reads: all(ReadEntity, { studyId: seen }, unlocked) });
  const { patients } = await look(tx, {
    patients: all(
      PatientEntity,
      {
        healthSystemId: [...new Set(studies.map((s) => s.healthSystemId))],
        id: [...new Set(studies.map((s) => s.patientId))],
      },
      unlocked,
    ),
  });
  const patientById = new Map(patients.map((patient) => [patient.id, patient]));
  const readsOf = Map.groupBy(reads, (read) => read.studyId);
  const bundles = new Map<StudyId, StudyBundle>();
  for (const study of studies) {
    const patient = patientById.get(study.patientId);
    if (!patient) throw new Error(`study ${study.id} has no patient row`);
    const own = (readsOf.get(study.id) ?? []).sort((a, b) => a.ordinal - b.ordinal);
    bundles.set(study.id, { study, patient, reads: own });
  }
  return ids.flatMap((id) => bundles.get(id) ?? []);
}
