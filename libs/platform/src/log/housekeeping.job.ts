import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { systemScope } from '../database/scope.js';
import type { Lease } from '../leases/lease.js';
import { LeasedJobs } from '../leases/leased-jobs.js';

const EVERY_MS = 10 * 60_000;
const PARTITIONS_AHEAD = 2;
/** For how long a repeated request is answered with the first answer. */
const ANSWERS_KEPT_HOURS = 24;

/** Keeps the log's partitions ahead of it and forgets old answers to repeated requests; one process of all does. */
@Injectable()
export class HousekeepingJob implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.once(lease);
    this.jobs.start({ name: 'housekeeping', role: 'follower', everyMs: EVERY_MS, round });
  }

  async once(lease: Lease): Promise<void> {
    await this.database.transaction(systemScope, async (tx) => {
      await tx.guard(lease);
      await tx.read('select overread_keep_partitions($1)', [PARTITIONS_AHEAD]);
      await tx.read(`delete from idempotency where created_at < (select overread_now()) - $1 * interval '1 hour'`, [
        ANSWERS_KEPT_HOURS,
      ]);
    });
  }
}
