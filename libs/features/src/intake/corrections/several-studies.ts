import {
  DomainError,
  isPlanned,
  replanStudy,
  type Change,
  type Corrected,
  type CorrectionRows,
  type DomainEvent,
  type Instant,
  type Patient,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, requireVersion, type Tx } from '@overread/platform';
import { RoutingService } from '../../routing/index.js';
import { SlaClockEntity } from '../../sla/index.js';
import { PatientEntity, ReadEntity, StudyEntity, studyKeyOf, StudyOrderEntity } from '../../studies/index.js';
import { NEW_IDS } from '../intake.service.js';

type Routed = Parameters<RoutingService['store']>[1];
type Rule = (rows: CorrectionRows, now: Instant) => Change<CorrectionRows, Corrected>;

/** Which studies, by what the scope may see; `versions` are of the first. */
export interface Together {
  ids: readonly [StudyId, ...StudyId[]];
  versions: readonly number[] | null;
}

/** Changes several studies of one health system at once, and plans again what of them is to be read. */
@Injectable()
export class SeveralStudies {
  constructor(private readonly routing: RoutingService) {}

  /** Locks all of them in the order of their ids, so that two that ask the other way round do not wait for each other. */
  async change(tx: Tx, { ids, versions }: Together, rule: Rule): Promise<StudyId> {
    const [id] = ids;
    const keys = await Promise.all(ids.map((each) => studyKeyOf(tx, each)));
    const [own] = keys;
    // What is another health system's does not exist here, whoever asks.
    if (own === undefined || keys.some(({ healthSystemId }) => healthSystemId !== own.healthSystemId))
      throw new DomainError('not-found', 'study/not-found', 'no such study');
    const { healthSystemId } = own;
    const patients = await tx.read<{ id: Patient['id'] }>(
      'select patient_id as id from study where health_system_id = $1 and id = any ($2)',
      [healthSystemId, ids],
    );
    const targets = {
      studies: all(StudyEntity, { healthSystemId, id: [...ids] }),
      reads: all(ReadEntity, { studyId: [...ids] }),
      clocks: all(SlaClockEntity, { studyId: [...ids] }),
      orders: all(StudyOrderEntity, { studyId: [...ids] }),
      patients: all(PatientEntity, { healthSystemId, id: patients.map((each) => each.id) }, { lock: 'none' }),
    };
    const { shown, routed } = await tx.change(targets, ({ patients: known, ...rows }, now) => {
      requireVersion(versions, rows.studies.find((study) => study.id === id)?.version ?? 0);
      const { next, events = [], result } = rule(rows, now);
      if (!next) return { result: { shown: result.shown, routed: [] } };
      const planned = this.plan(rows, { ...rows, ...next }, { known, ids: result.planned, now });
      return {
        next: planned.rows,
        events: [...events, ...planned.events],
        result: { shown: result.shown, routed: planned.routed },
      };
    });
    for (const each of routed) await this.routing.store(tx, each);
    return shown;
  }

  private plan(
    before: CorrectionRows,
    rows: CorrectionRows,
    { known, ids, now }: { known: readonly Patient[]; ids: readonly StudyId[]; now: Instant },
  ): { rows: CorrectionRows; events: DomainEvent[]; routed: Routed[] } {
    const planned = { rows, events: [] as DomainEvent[], routed: [] as Routed[] };
    for (const id of ids) {
      const study = planned.rows.studies.find((each) => each.id === id);
      const patient = known.find((each) => each.id === study?.patientId);
      if (study === undefined || patient === undefined || !isPlanned(study)) continue;
      const own = {
        study,
        reads: planned.rows.reads.filter((read) => read.studyId === id),
        clocks: planned.rows.clocks.filter((clock) => clock.studyId === id),
      };
      const planning = this.routing.planningOf(study, patient, now);
      const was = before.studies.find((each) => each.id === id) ?? study;
      const { next, events = [], result } = replanStudy(was, own, planning, { now, newIds: NEW_IDS });
      planned.events.push(...events);
      planned.routed.push({ study: next.study, planning, ...result, at: now });
      planned.rows = {
        ...planned.rows,
        studies: planned.rows.studies.map((each) => (each.id === id ? next.study : each)),
        reads: [...planned.rows.reads.filter((read) => read.studyId !== id), ...next.reads],
        clocks: [...planned.rows.clocks.filter((clock) => clock.studyId !== id), ...next.clocks],
      };
    }
    return planned;
  }
}
