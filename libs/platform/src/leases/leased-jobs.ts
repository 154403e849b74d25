import { Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Config, type ServerRole } from '../config/config.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { Lease } from './lease.js';

export interface LeasedJob {
  /** Names the lease and the schedule's entry. */
  name: string;
  /** Processes without this role never run it. */
  role: ServerRole;
  everyMs: number;
  /** One round. Its transactions begin with `tx.guard(lease)`. */
  round: (lease: Lease) => Promise<unknown>;
}

/**
 * Scheduled work that one process of all does: whoever holds the job's lease runs a round at each tick. Rounds never
 * overlap; one that fails is told and tried again at the next tick.
 */
@Injectable()
export class LeasedJobs {
  private readonly logger = new Logger('LeasedJobs');

  constructor(
    private readonly config: Config,
    private readonly leases: LeaseKeeper,
    private readonly schedule: SchedulerRegistry,
  ) {}

  start({ name, role, everyMs, round }: LeasedJob): void {
    if (!this.config.roles.has(role)) return;
    let lease: Lease | null = null;
    let running: Promise<unknown> | null = null;
    const tick = (): void => {
      if (lease === null || running !== null) return;
      running = round(lease)
        .catch((error: unknown) => {
          this.logger.warn(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => (running = null));
    };
    this.schedule.addInterval(name, setInterval(tick, everyMs));
    this.leases.lead(name, async (held) => {
      lease = held;
      tick();
      await ended(held.lost);
      lease = null;
      // The round under way still uses the database: the lease is given back behind it.
      await running;
    });
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
