import {
  asksForPriority,
  changePriority,
  completeImages,
  replanStudy,
  type Change,
  type Instant,
  isPlanned,
  type PriorityCommand,
  type SlaRows,
  type StudyRows,
  type Study,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, requireVersion, type Scope, type Tx } from '@overread/platform';
import { RoutingService } from '../routing/index.js';
import { SlaClockEntity } from '../sla/index.js';
import { PatientEntity, ReadEntity, StudyEntity, studyKeyOf } from '../studies/index.js';
import { NEW_IDS } from './intake.service.js';

/** A rule on a study, its reads and its clocks. */
export type StudyRule = (rows: SlaRows, now: Instant) => Change<Omit<SlaRows, 'reads'> & StudyRows, unknown>;

/** What may be done to a known study: each is a rule on its rows, and the plan that follows from it, in one change. */
@Injectable()
export class StudyCommands {
  constructor(
    private readonly database: Database,
    private readonly routing: RoutingService,
  ) {}

  priority(scope: Scope, id: StudyId, command: PriorityCommand, versions: readonly number[] | null): Promise<Study> {
    return this.run(scope, id, (rows, now) => changePriority(rows, command, now), versions);
  }

  imagesComplete(scope: Scope, id: StudyId, by: string, versions: readonly number[] | null): Promise<Study> {
    return this.run(scope, id, (rows, now) => completeImages(rows, by, now), versions);
  }

  /** Applies a rule to a study under its lock and plans it again. Nothing is written when the rule changes nothing. */
  async apply(tx: Tx, id: StudyId, rule: StudyRule, versions: readonly number[] | null = null): Promise<Study> {
    const key = await studyKeyOf(tx, id);
    const [found] = await tx.read<{ patientId: Study['patientId'] }>(
      'select patient_id as "patientId" from study where health_system_id = $1 and id = $2',
      [key.healthSystemId, key.id],
    );
    const patientId = found?.patientId ?? ('' as Study['patientId']);
    const targets = {
      study: one(StudyEntity, key),
      reads: all(ReadEntity, { studyId: id }),
      clocks: all(SlaClockEntity, { studyId: id }),
      patient: one(PatientEntity, { healthSystemId: key.healthSystemId, id: patientId }, { lock: 'none' }),
    };
    const routed = await tx.change(targets, (rows, now) => {
      requireVersion(versions, rows.study.version);
      const before = { study: rows.study, reads: rows.reads, clocks: rows.clocks };
      const ruled = rule(before, now);
      if (!ruled.next) return { result: null };
      const own = { ...before, ...ruled.next, reads: [...(ruled.next.reads ?? before.reads)] };
      const planning = this.routing.planningOf(own.study, rows.patient, now, {
        asked: asksForPriority(rows.study, own.study),
      });
      const { next, events, result } = replanStudy(rows.study, own, planning, { now, newIds: NEW_IDS });
      return {
        next,
        events: [...(ruled.events ?? []), ...(events ?? [])],
        result: { study: next.study, planning, ...result, at: now },
      };
    });
    if (routed === null) return this.unchanged(tx, key);
    if (isPlanned(routed.study)) await this.routing.store(tx, routed);
    return routed.study;
  }

  private run(scope: Scope, id: StudyId, rule: StudyRule, versions: readonly number[] | null): Promise<Study> {
    return this.database.transaction(scope, (tx) => this.apply(tx, id, rule, versions));
  }

  private unchanged(tx: Tx, key: Awaited<ReturnType<typeof studyKeyOf>>): Promise<Study> {
    return tx.change({ study: one(StudyEntity, key, { lock: 'none' }) }, ({ study }) => ({ result: study }));
  }
}
