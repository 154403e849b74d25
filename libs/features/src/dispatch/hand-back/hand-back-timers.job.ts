import { escalateHandBack } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { SlaClockEntity } from '../../sla/index.js';
import { ReadEntity, StudyEntity } from '../../studies/index.js';
import { HandBackEntity } from './hand-back.entity.js';
import { handBacksDue } from './hand-backs.queries.js';

const SCOPE = { kind: 'system', actor: 'hand-back-timers' } as const;
const TICK_MS = 1000;
const BATCH = 200;

/**
 * Goes up the call tree while nobody of the site answers. How many steps were taken is on the row, written with the event:
 * a process that dies in between leaves the step to the next, and none is taken twice.
 */
@Injectable()
export class HandBackTimers implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      while ((await this.escalateDue(lease)) >= BATCH && !lease.lost.aborted);
    };
    this.jobs.start({ name: 'hand-back-timers', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  /** Takes the steps that are due now; of how many hand-backs. */
  private escalateDue(lease: Lease): Promise<number> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const due = await handBacksDue(tx, BATCH);
      const targets = due.map(({ id, healthSystemId, studyId }) => ({
        study: one(StudyEntity, { healthSystemId, id: studyId }),
        reads: all(ReadEntity, { studyId }),
        clocks: all(SlaClockEntity, { studyId }),
        handBack: one(HandBackEntity, { healthSystemId, id }),
      }));
      await tx.changeMany(targets, (rows, now) => {
        const { next, events } = escalateHandBack(rows, now);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
      });
      return due.length;
    });
  }
}
