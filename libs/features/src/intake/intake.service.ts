import {
  acceptSubmission,
  admitStudy,
  asksForPriority,
  checkSubmission,
  demand,
  DomainError,
  matchStudy,
  normaliseSubmission,
  replanStudy,
  updateStudy,
  type Candidate,
  type Facility,
  type Instant,
  type NewIds,
  type NormalSubmission,
  type Patient,
  type Principal,
  type StudyId,
  type StudyMatch,
  type StudyOrder,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { added, all, maybe, newId, one, type Tx } from '@overread/platform';
import type { Submission } from '@overread/wire';
import { NetworkDirectory } from '../network/index.js';
import { RoutingService } from '../routing/index.js';
import { SlaClockEntity, type ShownStudy } from '../sla/index.js';
import { PatientEntity, ReadEntity, StudyEntity, StudyOrderEntity } from '../studies/index.js';
import { asCurrentPatient, patientWith } from './patient-identity.queries.js';
import { candidatesOf, identityOf, lockIdentity } from './submission.queries.js';

export interface Outcome {
  outcome: 'created' | 'unchanged' | 'updated';
  studyId: StudyId;
  differences: string[];
  /** What has just been written of a new study. */
  created?: { rows: ShownStudy; now: Instant };
}

export const NEW_IDS: NewIds = { read: () => newId(), clock: () => newId() };

type Updated = Extract<StudyMatch, { outcome: 'updated' }>;

/** A submitted study becomes rows: a new one with its reads planned, or a change of the one that is known. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly routing: RoutingService,
  ) {}

  /** The facility a submission names, if the principal may submit for it; else `request/invalid` at `facility`. */
  facilityFor(principal: Principal, code: string): Facility {
    demand(principal, 'submit-study');
    const facility = this.directory.snapshot().facilityByCode.get(code);
    const message = `No facility ${code} that this principal may submit for`;
    const unknown = new DomainError('invalid', 'request/invalid', message, {
      errors: [{ path: 'facility', code: 'facility/unknown', message }],
    });
    if (!facility || facility.retiredAt !== null) throw unknown;
    try {
      demand(principal, 'submit-study', { healthSystemId: facility.healthSystemId, facilityId: facility.id });
    } catch {
      throw unknown;
    }
    return facility;
  }

  /**
   * Accepts a submission in the given transaction. Errors: invalid `request/invalid` with a path for every broken rule;
   * conflict `intake/identity-conflict` with the study it meets, for which the caller records an exception.
   */
  async submit(tx: Tx, submission: Submission, facility: Facility): Promise<Outcome> {
    const errors = checkSubmission(submission, await tx.now());
    if (errors.length > 0) {
      throw new DomainError('invalid', 'request/invalid', `The submission breaks ${errors.length} rules`, { errors });
    }
    const stated = normaliseSubmission(submission, facility);
    const identity = identityOf(stated);
    const { healthSystemId, patient } = stated;
    const [, candidates, current] = await Promise.all([
      lockIdentity(tx, identity),
      candidatesOf(tx, identity),
      patientWith(tx, healthSystemId, patient),
    ]);
    const normal = asCurrentPatient(stated, current);
    const match = matchStudy(candidates, normal);
    switch (match.outcome) {
      case 'created':
        return this.create(tx, normal);
      case 'unchanged':
        return { outcome: 'unchanged', studyId: match.candidate.study.id, differences: [] };
      case 'updated':
        return this.update(tx, match);
      case 'conflict':
        throw conflict(match.reason, match.candidate);
    }
  }

  /** A new study from what is known of it. The caller has locked its identity and found nobody else has it. */
  async create(tx: Tx, submission: NormalSubmission): Promise<Outcome> {
    const { healthSystemId } = submission;
    const id = newId<StudyId>();
    const targets = {
      patient: maybe(PatientEntity, { healthSystemId, issuer: submission.patient.issuer, mrn: submission.patient.mrn }),
      studies: added(StudyEntity),
      reads: added(ReadEntity),
      orders: added(StudyOrderEntity),
      clocks: added(SlaClockEntity),
    };
    const { rows, planning, lines, now } = await tx.change(targets, (known, at) => {
      const patient = patientOf(known.patient, submission);
      const accepted = acceptSubmission(submission, { id, patientId: patient.id }, at);
      const planning = this.routing.planningOf(accepted, patient, at, { asked: true });
      const { next, events, result } = admitStudy(accepted, planning, at, NEW_IDS);
      const { study, reads, clocks } = next;
      return {
        next: { studies: [study], reads, clocks, patient, orders: ordersOf(submission, id) },
        events: [...(events ?? []), ...this.routing.thinlyCovered(study, reads, at)],
        result: {
          rows: { study, reads, clocks, patient },
          planning,
          lines: result.lines,
          now: at,
        },
      };
    });
    await this.routing.store(tx, { study: rows.study, planning, lines, planStays: false, at: now });
    return { outcome: 'created', studyId: id, differences: [], created: { rows, now } };
  }

  private async update(tx: Tx, match: Updated): Promise<Outcome> {
    const { study } = match.candidate;
    const key = { healthSystemId: study.healthSystemId, id: study.id };
    const targets = {
      patient: one(PatientEntity, { healthSystemId: study.healthSystemId, id: study.patientId }),
      study: one(StudyEntity, key),
      reads: all(ReadEntity, { studyId: study.id }),
      orders: all(StudyOrderEntity, { studyId: study.id }),
      clocks: all(SlaClockEntity, { studyId: study.id }),
    };
    const routed = await tx.change(targets, (rows, now) => {
      const updated = updateStudy(rows, match, now);
      const patient = withChanges(rows.patient, match.patientChanges);
      const asked = asksForPriority(rows.study, updated.result);
      const planning = this.routing.planningOf(updated.result, patient, now, { asked });
      const replanned = replanStudy(rows.study, { ...rows, study: updated.result }, planning, { now, newIds: NEW_IDS });
      const orders = match.newOrders.map((order) => ({ ...order, ...orderKey(study.id, key.healthSystemId) }));
      return {
        next: { ...replanned.next, patient, orders: [...rows.orders, ...orders] },
        events: [...(updated.events ?? []), ...(replanned.events ?? [])],
        result: { study: replanned.next.study, planning, ...replanned.result, at: now },
      };
    });
    await this.routing.store(tx, routed);
    return { outcome: 'updated', studyId: study.id, differences: match.differences.map((each) => each.field) };
  }
}

const orderKey = (studyId: StudyId, healthSystemId: StudyOrder['healthSystemId']) => ({
  id: newId<StudyOrder['id']>(),
  healthSystemId,
  studyId,
});

const ordersOf = ({ orders, healthSystemId }: NormalSubmission, studyId: StudyId): StudyOrder[] =>
  orders.map((order) => ({ ...order, ...orderKey(studyId, healthSystemId) }));

function patientOf(known: Patient | null, { patient, healthSystemId }: NormalSubmission): Patient {
  if (known === null) return { id: newId(), healthSystemId, ...patient, mergedInto: null, version: 1 };
  const stated = Object.entries(patient).filter(([, value]) => value !== null);
  return withChanges(known, Object.fromEntries(stated));
}

function withChanges(patient: Patient, changes: Partial<Patient>): Patient {
  const differs = Object.entries(changes).some(([field, value]) => patient[field as keyof Patient] !== value);
  return differs ? { ...patient, ...changes, version: patient.version + 1 } : patient;
}

function conflict(reason: string, { study }: Candidate): DomainError {
  const message =
    reason === 'other-patient'
      ? 'The identity belongs to a study of another patient'
      : 'The accession number belongs to several studies: name the Study Instance UID';
  return new DomainError('conflict', 'intake/identity-conflict', message, { facts: { reason, studyId: study.id } });
}
