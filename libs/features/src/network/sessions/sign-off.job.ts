import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { asId, endSession, type ReadingSessionId } from '@overread/domain';
import { Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { ReadingSessionEntity } from '../entities/reading-session.entity.js';

const EVERY_MS = 2_000;
const AT_ONCE = 200;

/** Signs off readers whose session has passed its end; one process of all does. */
@Injectable()
export class SignOffJob implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.once(lease);
    this.jobs.start({ name: 'reading-sessions', role: 'dispatcher', everyMs: EVERY_MS, round });
  }

  /** How many were signed off. */
  once(lease: Lease): Promise<number> {
    return this.database.transaction({ kind: 'system', actor: 'reading-sessions' }, async (tx) => {
      const due = await tx.read<{ id: string }>(
        'select id from reading_session where ended_at is null and until <= (select overread_now()) order by until limit $1',
        [AT_ONCE],
      );
      if (due.length === 0) return 0;
      await tx.guard(lease);
      const targets = due.map(({ id }) => ({ session: one(ReadingSessionEntity, { id: asId<ReadingSessionId>(id) }) }));
      await tx.changeMany(targets, ({ session }, now) => ({ ...endSession(session, now), result: undefined }));
      return due.length;
    });
  }
}
