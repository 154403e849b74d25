import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Lease } from '../leases/lease.js';
import { LeasedJobs } from '../leases/leased-jobs.js';
import { Database } from './database.js';
import { systemScope } from './scope.js';

const EVERY_MS = 2_000;

/** Tells the planner how tables have grown while they are small; one process of all does. */
@Injectable()
export class StatisticsJob implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.once(lease);
    this.jobs.start({ name: 'statistics', role: 'follower', everyMs: EVERY_MS, round });
  }

  /** How many tables were looked at. */
  once(lease: Lease): Promise<number> {
    return this.database.transaction(systemScope, async (tx) => {
      await tx.guard(lease);
      const [row] = await tx.read<{ tables: number }>('select overread_fresh_statistics() as tables');
      return row?.tables ?? 0;
    });
  }
}
