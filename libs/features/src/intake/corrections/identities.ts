import {
  correctIdentity,
  DomainError,
  isPlanned,
  mergePatients,
  replanStudy,
  type Corrector,
  type HealthSystemId,
  type IdentityReason,
  type Instant,
  type JsonObject,
  type Patient,
  type PatientMergeReason,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { added, all, newId, one, requireVersion, type Loaded, type Tx } from '@overread/platform';
import { ReportEntity } from '../../reading/index.js';
import { RoutingService } from '../../routing/index.js';
import { SlaClockEntity } from '../../sla/index.js';
import { PatientEntity, ReadEntity, StudyEntity, studyKeyOf, type StudyKey } from '../../studies/index.js';
import { NEW_IDS } from '../intake.service.js';
import { patientWith } from '../patient-identity.queries.js';
import { IdentityCorrectionEntity } from './identity-correction.entity.js';
import { linkedCount } from './linked.queries.js';

export type StatedPatient = Pick<Patient, 'mrn' | 'issuer'> &
  Partial<Pick<Patient, 'family' | 'given' | 'birthDate' | 'sex'>>;

export interface IdentityAsked {
  /** Null confirms the identity as it is known. */
  patient: StatedPatient | null;
  reason: IdentityReason;
  note: string | null;
  by: Corrector;
  versions: readonly number[] | null;
}

export interface PatientsAsked {
  healthSystemId: HealthSystemId;
  from: Pick<Patient, 'mrn' | 'issuer'>;
  into: Pick<Patient, 'mrn' | 'issuer'>;
  reason: PatientMergeReason;
  note: string | null;
  by: Corrector;
}

type Rows = Loaded<ReturnType<typeof targetsOf>>;

/** Whose studies are. What was known before stays, as a row of its own: nothing of it is in the log. */
@Injectable()
export class Identities {
  constructor(private readonly routing: RoutingService) {}

  async correct(tx: Tx, id: StudyId, asked: IdentityAsked): Promise<StudyId> {
    const key = await studyKeyOf(tx, id);
    const [own] = await tx.read<{ patientId: Patient['id'] }>(
      'select patient_id as "patientId" from study where id = $1',
      [id],
    );
    const target = asked.patient === null ? null : await patientWith(tx, key.healthSystemId, asked.patient);
    const leads = await linkedCount(tx, [id]);
    const ids = [own?.patientId, target?.id].filter((each) => each !== undefined);
    const routed = await tx.change(targetsOf(key, ids), (rows, now) => {
      requireVersion(asked.versions, rows.study.version);
      const patient = patientFor(rows, asked.patient, target?.id ?? null);
      const ruled = correctIdentity(rows, { patient, reason: asked.reason, leads });
      if (!ruled.next || ruled.result === null) return { result: null };
      const study = ruled.next.study ?? rows.study;
      const whose = patient ?? patientOf(rows);
      const planning = this.routing.planningOf(study, whose, now);
      const own = { study, reads: rows.reads, clocks: rows.clocks };
      const { next, events = [], result } = replanStudy(rows.study, own, planning, { now, newIds: NEW_IDS });
      const corrections = [correctionOf(rows, asked, { kind: ruled.result, patientId: whose.id }, now)];
      return {
        next: { ...ruled.next, ...next, patients: withPatient(rows.patients, ruled.next.patients), corrections },
        events: [...(ruled.events ?? []), ...events],
        result: { study: next.study, planning, ...result, at: now },
      };
    });
    if (routed !== null && isPlanned(routed.study)) await this.routing.store(tx, routed);
    return id;
  }

  /** How many studies followed. */
  async merge(
    tx: Tx,
    { healthSystemId, ...asked }: PatientsAsked,
  ): Promise<{ patientId: Patient['id']; studies: number }> {
    const [from, into] = [
      await recordOf(tx, healthSystemId, asked.from),
      await recordOf(tx, healthSystemId, asked.into),
    ];
    if (from === null || into === null)
      throw new DomainError('not-found', 'patient/not-found', 'There is no such patient here');
    const studyIds = await tx.read<{ id: StudyId }>(
      'select id from study where health_system_id = $1 and patient_id = $2',
      [healthSystemId, from],
    );
    const targets = {
      patients: all(PatientEntity, { healthSystemId, id: [from, into] }),
      studies: all(StudyEntity, { healthSystemId, patientId: from }),
      reads: all(ReadEntity, { studyId: studyIds.map(({ id }) => id) }, { lock: 'none' }),
      corrections: added(IdentityCorrectionEntity),
    };
    const studies = await tx.change(targets, (rows, now) => {
      const { next, events = [], result } = mergePatients(rows, { from, into, reason: asked.reason });
      if (!next) return { result: 0 };
      const gone = rows.patients.find(({ id }) => id === from);
      const correction = {
        healthSystemId,
        id: newId<string>(),
        kind: 'patient-merged',
        reason: asked.reason,
        note: asked.note,
        patientId: into,
        formerPatientId: from,
        former: { ...gone } as JsonObject,
        studyIds: result.map(({ id }) => id),
        correctedBy: asked.by.id,
        correctedByName: asked.by.name,
        at: now,
      };
      const patients = withPatient(rows.patients, next.patients);
      return {
        next: { patients, studies: next.studies ?? [], corrections: [correction] },
        events,
        result: result.length,
      };
    });
    return { patientId: into, studies };
  }
}

const targetsOf = ({ healthSystemId, id }: StudyKey, patientIds: Patient['id'][]) => ({
  patients: all(PatientEntity, { healthSystemId, id: patientIds }),
  study: one(StudyEntity, { healthSystemId, id }),
  reads: all(ReadEntity, { studyId: id }),
  clocks: all(SlaClockEntity, { studyId: id }),
  reports: all(ReportEntity, { studyId: id }),
  corrections: added(IdentityCorrectionEntity),
});

function patientOf({ patients, study }: Rows): Patient {
  const patient = patients.find(({ id }) => id === study.patientId);
  if (patient === undefined) throw new DomainError('conflict', 'intake/busy', 'The study has moved; try again');
  return patient;
}

/** The patient as stated: what is not said stays; a number nobody has is a new patient. */
function patientFor(rows: Rows, stated: StatedPatient | null, targetId: Patient['id'] | null): Patient | null {
  patientOf(rows);
  if (stated === null) return null;
  const { family, given, birthDate, sex } = stated;
  const said = Object.fromEntries(
    Object.entries({ family, given, birthDate, sex }).filter(([, value]) => value != null),
  );
  const known = rows.patients.find(({ id }) => id === targetId);
  if (known === undefined) {
    const nothing = { family: null, given: null, birthDate: null, sex: null };
    const { healthSystemId } = rows.study;
    return {
      id: newId(),
      healthSystemId,
      mrn: stated.mrn,
      issuer: stated.issuer,
      ...nothing,
      ...said,
      mergedInto: null,
      version: 1,
    };
  }
  const differs = Object.entries(said).some(([field, value]) => known[field as keyof Patient] !== value);
  return differs ? { ...known, ...said, version: known.version + 1 } : known;
}

const withPatient = (patients: readonly Patient[], changed: readonly Patient[] = []): Patient[] => [
  ...patients.filter(({ id }) => !changed.some((each) => each.id === id)),
  ...changed,
];

const correctionOf = (
  rows: Rows,
  { reason, note, by }: IdentityAsked,
  { kind, patientId }: { kind: string; patientId: Patient['id'] },
  now: Instant,
): IdentityCorrectionEntity => ({
  healthSystemId: rows.study.healthSystemId,
  id: newId(),
  kind,
  reason,
  note,
  patientId,
  formerPatientId: rows.study.patientId,
  former: { ...patientOf(rows) } as JsonObject,
  studyIds: [rows.study.id],
  correctedBy: by.id,
  correctedByName: by.name,
  at: now,
});

/** The record with that very number, merged or not. */
async function recordOf(
  tx: Tx,
  healthSystemId: HealthSystemId,
  { issuer, mrn }: Pick<Patient, 'mrn' | 'issuer'>,
): Promise<Patient['id'] | null> {
  const [found] = await tx.read<{ id: Patient['id'] }>(
    'select id from patient where health_system_id = $1 and issuer = $2 and mrn = $3',
    [healthSystemId, issuer, mrn],
  );
  return found?.id ?? null;
}
