import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { asId, endSession, type ReadingSessionId } from '@overread/domain';
import { Config, Database, LeaseKeeper, one, type Lease } from '@overread/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadingSessionEntity } from '../entities/reading-session.entity.js';

const EVERY_MS = 2_000;
const AT_ONCE = 200;

/** Signs off readers whose session has passed its end; one process of all does. */
@Injectable()
export class SignOffJob implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly leases: LeaseKeeper,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.roles.has('dispatcher')) this.leases.lead('reading-sessions', (lease) => this.keep(lease));
  }

  /** How many were signed off. */
  once(lease: Lease): Promise<number> {
    return this.database.transaction({ kind: 'system', actor: 'reading-sessions' }, async (tx) => {
      const due = await tx.read<{ id: string }>(
        'select id from reading_session where ended_at is null and until <= overread_now() order by until limit $1',
        [AT_ONCE],
      );
      if (due.length === 0) return 0;
      await tx.guard(lease);
      const targets = due.map(({ id }) => ({ session: one(ReadingSessionEntity, { id: asId<ReadingSessionId>(id) }) }));
      await tx.changeMany(targets, ({ session }, now) => ({ ...endSession(session, now), result: undefined }));
      return due.length;
    });
  }

  private async keep(lease: Lease): Promise<void> {
    while (!lease.lost.aborted) {
      await this.once(lease);
      await sleep(EVERY_MS, undefined, { signal: lease.lost, ref: false }).catch(() => undefined);
    }
  }
}
