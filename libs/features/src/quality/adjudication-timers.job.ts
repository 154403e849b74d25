import { escalateAdjudications, type HealthSystemId, type StudyId } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { ReadEntity, StudyEntity } from '../studies/index.js';
import { AdjudicationEntity } from './entities/adjudication.entity.js';

const SCOPE = { kind: 'system', actor: 'adjudication-timers' } as const;
const TICK_MS = 5000;
const BATCH = 200;

/** Escalates adjudications that nobody has decided in time. What was taken is on the row, written with its event. */
@Injectable()
export class AdjudicationTimers implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      while ((await this.escalateDue(lease)) >= BATCH && !lease.lost.aborted);
    };
    this.jobs.start({ name: 'adjudication-timers', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  /** Takes the steps that are due now; how many studies it touched. */
  escalateDue(lease: Lease): Promise<number> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const due = await tx.read<{ id: StudyId; healthSystemId: HealthSystemId }>(
        `select distinct study_id as id, health_system_id as "healthSystemId" from (
           select study_id, health_system_id from adjudication
           where next_escalation_at <= (select overread_now()) order by next_escalation_at limit ${BATCH}) due`,
      );
      const targets = due.map(({ id, healthSystemId }) => ({
        study: one(StudyEntity, { healthSystemId, id }),
        reads: all(ReadEntity, { studyId: id }),
        adjudications: all(AdjudicationEntity, { studyId: id }),
      }));
      await tx.changeMany(targets, (rows, now) => {
        const { next, events } = escalateAdjudications(rows, now);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
      });
      return due.length;
    });
  }
}
