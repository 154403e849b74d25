import { passBreakGlass } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { ReadEntity, StudyEntity } from '../../studies/index.js';
import { BreakGlassEntity } from './break-glass.entity.js';
import { breakGlassDue } from './break-glass.queries.js';

const SCOPE = { kind: 'system', actor: 'break-glass-timers' } as const;
const TICK_MS = 2000;
const BATCH = 200;

/** Tells what nobody took in time, and what nobody reviewed by the end of the next working day. */
@Injectable()
export class BreakGlassTimers implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      while ((await this.passDue(lease)) >= BATCH && !lease.lost.aborted);
    };
    this.jobs.start({ name: 'break-glass-timers', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  private passDue(lease: Lease): Promise<number> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const due = await breakGlassDue(tx, BATCH);
      const targets = due.map(({ healthSystemId, id, studyId }) => ({
        study: one(StudyEntity, { healthSystemId, id: studyId }),
        reads: all(ReadEntity, { studyId }, { lock: 'none' }),
        act: one(BreakGlassEntity, { healthSystemId, id }),
      }));
      await tx.changeMany(targets, (rows, now) => {
        const { next, events } = passBreakGlass(rows, now);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
      });
      return due.length;
    });
  }
}
