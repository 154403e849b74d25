import { passDue, type HealthSystemId, type StudyId } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { ReadEntity, StudyEntity } from '../studies/index.js';
import { SlaClockEntity } from './sla-clock.entity.js';

const SCOPE = { kind: 'system', actor: 'sla-timers' } as const;
const TICK_MS = 500;
const BATCH = 500;

/**
 * Warns and breaches clocks as they come due. What has fired is a mark on the clock's own row, written with its event:
 * a process that dies between due and fired leaves the clock to the next, and none fires twice.
 */
@Injectable()
export class SlaTimers implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      while ((await this.fireDue(lease)) >= BATCH && !lease.lost.aborted);
    };
    this.jobs.start({ name: 'sla-timers', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  /** Fires what is due now; how many studies it touched. */
  async fireDue(lease: Lease): Promise<number> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const due = await tx.read<{ id: StudyId; healthSystemId: HealthSystemId }>(
        `select distinct study_id as id, health_system_id as "healthSystemId" from (
           (select study_id, health_system_id from sla_clock where stopped_at is null and voided_at is null
              and warned_at is null and warn_at <= (select overread_now()) order by warn_at limit ${BATCH})
           union all
           (select study_id, health_system_id from sla_clock where stopped_at is null and voided_at is null
              and breached_at is null and due_at < (select overread_now()) order by due_at limit ${BATCH})) due limit ${BATCH}`,
      );
      const targets = due.map(({ id, healthSystemId }) => ({
        study: one(StudyEntity, { healthSystemId, id }),
        reads: all(ReadEntity, { studyId: id }),
        clocks: all(SlaClockEntity, { studyId: id }),
      }));
      await tx.changeMany(targets, (rows, now) => {
        const { next, events } = passDue(rows, now);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
      });
      return due.length;
    });
  }
}
