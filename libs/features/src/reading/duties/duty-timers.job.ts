import { escalateDuties, type HealthSystemId, type StudyId } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { ReadEntity, StudyEntity } from '../../studies/index.js';
import { NotificationDutyEntity } from './notification-duty.entity.js';

const SCOPE = { kind: 'system', actor: 'duty-timers' } as const;
const TICK_MS = 500;
const BATCH = 500;

/**
 * Calls the next one up while nobody acknowledges. How many steps were taken is on the duty's own row, written with
 * the event: a process that dies between due and taken leaves the step to the next, and none is taken twice.
 */
@Injectable()
export class DutyTimers implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      while ((await this.escalateDue(lease)) >= BATCH && !lease.lost.aborted);
    };
    this.jobs.start({ name: 'duty-timers', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  /** Takes the steps that are due now; of how many studies. */
  async escalateDue(lease: Lease): Promise<number> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const due = await tx.read<{ id: StudyId; healthSystemId: HealthSystemId }>(
        `select distinct study_id as id, health_system_id as "healthSystemId" from (
           select study_id, health_system_id from notification_duty
           where next_escalation_at is not null and next_escalation_at <= (select overread_now())
           order by next_escalation_at limit ${BATCH}) due`,
      );
      const targets = due.map(({ id, healthSystemId }) => ({
        study: one(StudyEntity, { healthSystemId, id }),
        reads: all(ReadEntity, { studyId: id }),
        duties: all(NotificationDutyEntity, { studyId: id }),
      }));
      await tx.changeMany(targets, (rows, now) => {
        const { next, events } = escalateDuties(rows, now);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
      });
      return due.length;
    });
  }
}
