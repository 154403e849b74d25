import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { HealthProblem } from './health-problem.js';

/** Who asks is a load balancer: it must be told before it gives up. */
const PATIENCE_MS = 2_500;
/** Jobs write every few seconds: what PostgreSQL is out of is met again by then, or is over. */
const SHORTAGE_MS = 10_000;
/** So few connections left for anybody are worth a word. */
const FEW = 5;

export interface HeldLease {
  readonly name: string;
  readonly holder: string;
  readonly epoch: number;
  readonly expiresAt: string;
}

interface Found {
  leases: HeldLease[];
  used: number;
  most: number;
  readOnly: boolean;
}

export interface DatabaseState {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly leases: readonly HeldLease[];
  readonly problems: readonly HealthProblem[];
}

const LOOK = `select
  (select coalesce(json_agg(json_build_object('name', name, 'holder', holder, 'epoch', epoch, 'expiresAt', expires_at)
     order by name), '[]') from lease where expires_at > clock_timestamp()) as leases,
  (select sum(numbackends)::int from pg_stat_database) as used,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true)::int, 0) as most,
  pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as "readOnly"`;

/** Every writing transaction's id is a lock that anybody may see; what the rest of it does is its role's business. */
const OLDEST = `select l.pid, coalesce(nullif(a.application_name, ''), 'no application name') as application
  from pg_locks l left join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'transactionid' and l.granted and l.mode = 'ExclusiveLock'
  order by age(l.transactionid) desc limit 1`;

/** Whether the database can be used from here, and what is in the way when not. */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async look(): Promise<DatabaseState> {
    const began = performance.now();
    try {
      const found = await this.ask<Found>(LOOK);
      const { leases = [], used = 0, most = Infinity, readOnly = false } = found ?? {};
      const problems = [...(readOnly ? [READ_ONLY] : []), ...(most - used < FEW ? [fewLeft(used, most)] : [])];
      const shortage = this.database.shortageWithin(SHORTAGE_MS);
      if (shortage !== null) problems.push(this.problemOf({ code: shortage }));
      const status = readOnly || shortage !== null ? 'unavailable' : 'ok';
      const facts = { status, milliseconds: Math.round(performance.now() - began) };
      return { facts: { ...facts, connections: { used, most } }, leases, problems };
    } catch (error) {
      return { facts: { status: 'unavailable' }, leases: [], problems: [this.problemOf(error)] };
    }
  }

  /** The transaction that has been writing for longest; null when it cannot be told. */
  async oldestWriter(): Promise<{ pid: number; application: string } | null> {
    return this.ask<{ pid: number; application: string }>(OLDEST).catch(() => null);
  }

  private async ask<Row extends object>(text: string): Promise<Row | null> {
    const late = new AbortController();
    const asked = this.database.pool.query<Row>({ text, query_timeout: PATIENCE_MS } as pg.QueryConfig);
    asked.catch(() => undefined);
    const tooLate = delay(PATIENCE_MS, null, { signal: late.signal }).then(() => {
      throw new Error('no answer');
    });
    tooLate.catch(() => undefined);
    try {
      const { rows } = await Promise.race([asked, tooLate]);
      return rows[0] ?? null;
    } finally {
      late.abort();
    }
  }

  private problemOf(error: unknown): HealthProblem {
    const { code = '' } = error as { code?: string };
    const { pool } = this.database;
    const known = PROBLEMS.find(([pattern]) => pattern.test(code));
    if (known) return unavailable(known[1], known[2]);
    if (pool.waitingCount > 0 && pool.totalCount >= this.config.databasePoolSize)
      return unavailable(
        'database/pool-exhausted',
        `All ${pool.totalCount} connections of this process are in use and ${pool.waitingCount} requests wait for one: ` +
          `something holds them up (pg_locks says what), or DATABASE_POOL_SIZE is too small.`,
      );
    return unavailable(
      'database/unreachable',
      'The database does not answer: it is down, starting, or the network to it is broken. This process tries on.',
    );
  }
}

const unavailable = (code: string, text: string): HealthProblem => ({ code, severity: 'unavailable', text });

const PROBLEMS: readonly (readonly [RegExp, string, string])[] = [
  [
    /^53300$/,
    'database/out-of-connections',
    'PostgreSQL has no connection left for this process: end some of its other clients (pg_stat_activity) or raise ' +
      'max_connections.',
  ],
  [/^53100$/, 'database/disk-full', 'The disk of PostgreSQL is full: make room. Nothing else needs to be done.'],
  [/^53/, 'database/out-of-resources', 'PostgreSQL is out of memory or another resource: its log says which.'],
  [/^(28|3D)/, 'database/refused', 'PostgreSQL refuses the sign-in or has no such database: check DATABASE_URL.'],
  [/^57P0[123]$/, 'database/starting', 'PostgreSQL is starting, stopping or recovering. This process tries on.'],
];

const READ_ONLY = unavailable(
  'database/read-only',
  'The database only reads: it is a standby, or was set so. DATABASE_URL must lead to the primary.',
);

const fewLeft = (used: number, most: number): HealthProblem => ({
  code: 'database/few-connections',
  severity: 'degraded',
  text:
    `PostgreSQL has ${Math.max(0, most - used)} of ${most} connections left: the next client may be refused. End some ` +
    `of them (pg_stat_activity) or raise max_connections.`,
});
