import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type pg from 'pg';
import { Database } from '../database/database.js';
import type { Lease } from './lease.js';

export const LEASE_MS = 3_000;

/** How long a leader whose lease is over may hold up the next with a transaction that it had begun. */
const FENCE_MS = 500;

/** The column rounds to milliseconds: without one taken off, the end may lie ahead of whoever asks at once. */
const OVER = `clock_timestamp() - interval '1 ms'`;

interface Held {
  readonly lease: Lease;
  readonly abort: AbortController;
  readonly timer: NodeJS.Timeout;
}

/** How this process stands for election: what `lead` answers. */
export interface Candidacy {
  /** Ends the work and gives the lease back. */
  stop(): Promise<void>;
}

/**
 * Leases of this process. A lease lives by the database's clock and is renewed at a third of its life; `lost` aborts
 * as soon as a renewal finds another holder, or when none succeeded for the lease's life. Another leads at the latest a
 * lease's life, a sixth of it and the fence's patience after the last renewal: four seconds.
 */
@Injectable()
export class LeaseKeeper implements BeforeApplicationShutdown {
  readonly holder = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  private readonly logger = new Logger('LeaseKeeper');
  private readonly held = new Map<string, Held>();
  private readonly examined = new Set<string>();
  private readonly candidacies = new Set<Candidacy>();

  constructor(private readonly database: Database) {}

  /** The lease, or null while another holds it. A holder that asks again for what it lost gets a new epoch. */
  async acquire(name: string, lifeMs = LEASE_MS): Promise<Lease | null> {
    const asked = performance.now();
    const epoch = await this.take(name, lifeMs);
    if (epoch === null) return null;
    const abort = new AbortController();
    const lease: Lease = { name, holder: this.holder, epoch, lost: abort.signal };
    let renewed = asked;
    const timer = setInterval(() => {
      const began = performance.now();
      if (began - renewed >= lifeMs) return this.lose(lease);
      this.renew(lease, lifeMs).then(
        (kept) => {
          if (kept) renewed = began;
          else this.lose(lease);
        },
        () => undefined,
      );
    }, lifeMs / 3).unref();
    this.held.set(name, { lease, abort, timer });
    return lease;
  }

  /** Gives the lease back, so that another need not wait for its end. */
  async release(lease: Lease): Promise<void> {
    this.lose(lease);
    await this.database.pool.query(
      `update lease set expires_at = ${OVER} where name = $1 and holder = $2 and epoch = $3`,
      [lease.name, lease.holder, lease.epoch],
    );
  }

  /**
   * Runs `work` whenever this process holds the lease, until stopped. `work` ends when `lease.lost` aborts; its writes
   * begin with `tx.guard(lease)`.
   */
  lead(name: string, work: (lease: Lease) => Promise<void>, lifeMs = LEASE_MS): Candidacy {
    const stopped = new AbortController();
    const running = this.campaign(name, work, lifeMs, stopped.signal);
    const candidacy: Candidacy = {
      stop: async () => {
        stopped.abort();
        this.candidacies.delete(candidacy);
        const held = this.held.get(name);
        if (held) this.lose(held.lease);
        await running;
      },
    };
    this.candidacies.add(candidacy);
    return candidacy;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.candidacies].map((candidacy) => candidacy.stop()));
    for (const { lease } of this.held.values()) await this.release(lease).catch(() => undefined);
  }

  private async campaign(
    name: string,
    work: (lease: Lease) => Promise<void>,
    lifeMs: number,
    stopped: AbortSignal,
  ): Promise<void> {
    while (!stopped.aborted) {
      try {
        const lease = await this.acquire(name, lifeMs);
        if (lease && stopped.aborted) await this.release(lease);
        else if (lease) await this.work(lease, work);
      } catch (error) {
        this.logger.warn(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (!stopped.aborted) await pause(lifeMs / 6, stopped);
    }
  }

  private async work(lease: Lease, work: (lease: Lease) => Promise<void>): Promise<void> {
    try {
      await work(lease);
    } finally {
      await this.release(lease).catch(() => undefined);
    }
  }

  private async take(name: string, lifeMs: number): Promise<number | null> {
    const { pool } = this.database;
    const known = await pool.query<{ free: boolean; holder: string }>({
      text: `select expires_at <= clock_timestamp() as free, holder from lease where name = $1`,
      values: [name],
      query_timeout: lifeMs,
    } as pg.QueryConfig);
    const [row] = known.rows;
    const dead = row && this.isDead(name, row.holder) ? row.holder : null;
    if (row?.free === false && dead === null) return null;
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      const taking = { name, holder: this.holder, lifeMs, dead };
      const epoch = await takeLocked(client, taking, () => this.fence(client, taking));
      await client.query('commit');
      return epoch;
    } catch (error) {
      broken = true;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Whether the holder was a process of this machine that is gone: its successor need not wait for the lease's end.
   * Asked once of each lease, so that two containers that share a name cannot take it from each other for ever.
   */
  private isDead(name: string, holder: string): boolean {
    const [host, pid] = holder.split(':');
    if (host !== hostname() || this.examined.has(name)) return false;
    this.examined.add(name);
    return Number(pid) !== process.pid && !isRunning(Number(pid));
  }

  /** Ends what holds up the lock that `client` waits for: a frozen leader's transaction would for as long as it may idle. */
  private async fence(client: pg.PoolClient, { name, dead }: Taking): Promise<void> {
    const { processID } = client as pg.PoolClient & { processID: number };
    const { rowCount } = await this.database.pool.query(
      `select pg_terminate_backend(pid) from unnest(pg_blocking_pids($1)) pid
       where exists (select from lease where name = $2 and (expires_at <= clock_timestamp() or holder = $3))`,
      [processID, name, dead],
    );
    if (rowCount) this.logger.warn(`${name}: ended a transaction of a leader whose lease is over`);
  }

  private async renew(lease: Lease, lifeMs: number): Promise<boolean> {
    const renewed = await this.database.pool.query({
      text: `update lease set expires_at = clock_timestamp() + $4 * interval '1 millisecond'
       where name = $1 and holder = $2 and epoch = $3`,
      values: [lease.name, lease.holder, lease.epoch, lifeMs],
      query_timeout: lifeMs,
    } as pg.QueryConfig);
    return renewed.rowCount === 1;
  }

  private lose(lease: Lease): void {
    const held = this.held.get(lease.name);
    if (held?.lease !== lease) return;
    clearInterval(held.timer);
    this.held.delete(lease.name);
    held.abort.abort();
  }
}

interface Taking {
  readonly name: string;
  readonly holder: string;
  readonly lifeMs: number;
  /** A holder that is known to be gone. */
  readonly dead: string | null;
}

/**
 * `for update` waits for every transaction that has guarded the lease (`for key share`), and has those ended that do not
 * end. One candidate at a time: the others would stand in each other's way.
 */
async function takeLocked(client: pg.PoolClient, taking: Taking, fence: () => Promise<void>): Promise<number | null> {
  const { name, holder, lifeMs, dead } = taking;
  const only = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('lease ' || $1, 0)) as mine`,
    [name],
  );
  if (!only.rows[0]?.mine) return null;
  await client.query(
    `insert into lease (name, holder, epoch, expires_at) values ($1, $2, 0, ${OVER}) on conflict do nothing`,
    [name, holder],
  );
  const fencing = setInterval(() => void fence().catch(() => undefined), FENCE_MS);
  try {
    await client.query('select 1 from lease where name = $1 for update', [name]);
  } finally {
    clearInterval(fencing);
  }
  const taken = await client.query<{ epoch: number }>(
    `update lease set holder = $2, epoch = epoch + 1, expires_at = clock_timestamp() + $3 * interval '1 millisecond'
     where name = $1 and (expires_at <= clock_timestamp() or holder = $4) returning epoch`,
    [name, holder, lifeMs, dead],
  );
  return taken.rows[0]?.epoch ?? null;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
