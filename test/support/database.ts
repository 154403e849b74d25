import { createHash, randomUUID } from 'node:crypto';
import { Database, dataSourceOf, LogSignal, MIGRATIONS, runMigrations, type EntityClass } from '@overread/platform';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { SETTABLE_CLOCK, TestClock } from './clock.js';

const TEMPLATE_LOCK = 7_311_002;
const APP_PASSWORD = 'test-only';
/** Names the schema: another migration, another template. */
const SCHEMA = createHash('sha256')
  .update(MIGRATIONS.map(String).join('\n') + SETTABLE_CLOCK)
  .digest('hex')
  .slice(0, 12);

/** Addresses of one migrated, empty database. */
export interface FreshDatabase {
  /** As the server signs in: bound by row-level security. */
  readonly url: string;
  /** As the owner: for what a test arranges or checks behind the server's back. */
  readonly ownerUrl: string;
  readonly clock: TestClock;
  drop(): Promise<void>;
}

function clusterUrl(): URL {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run through jest, whose set-up starts a PostgreSQL');
  return new URL(url);
}

function addressOf(name: string, role?: { user: string; password: string }): string {
  const url = clusterUrl();
  url.pathname = `/${name}`;
  if (role) {
    url.username = role.user;
    url.password = role.password;
  }
  return url.toString();
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: clusterUrl().toString() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function buildTemplate(client: pg.Client, template: string): Promise<void> {
  const building = `${template}_building`;
  await client.query(`drop database if exists ${building} with (force)`);
  await client.query(`create database ${building}`);
  const ownerUrl = addressOf(building);
  await runMigrations({ ownerUrl, appPassword: APP_PASSWORD });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(SETTABLE_CLOCK);
  await owner.end();
  await client.query(`alter database ${building} rename to ${template}`);
}

/** A clone of the migrated template, which the first caller builds. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = `overread_template_${SCHEMA}`;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rows.length === 0) await buildTemplate(client, template);
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  });
  const ownerUrl = addressOf(name);
  return {
    url: addressOf(name, { user: 'overread_app', password: APP_PASSWORD }),
    ownerUrl,
    clock: new TestClock(ownerUrl),
    drop: () =>
      asSuperuser(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** A fresh database with the platform's `Database` on it, without Nest. */
export interface TestDatabase extends FreshDatabase {
  readonly database: Database;
  readonly dataSource: DataSource;
  readonly signal: LogSignal;
  /** Runs SQL as the owner. */
  asOwner<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  entities: readonly EntityClass<object>[];
  /** Run as the owner before anything else: the tables of a test's own entities. */
  setUp?: string;
  poolSize?: number;
}

export async function openTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const fresh = await freshDatabase();
  const owner = new pg.Pool({ connectionString: fresh.ownerUrl, max: 2 });
  if (options.setUp) await owner.query(options.setUp);
  const dataSource = dataSourceOf({ url: fresh.url, poolSize: options.poolSize ?? 8, entities: options.entities });
  await dataSource.initialize();
  const signal = new LogSignal();
  return {
    ...fresh,
    database: new Database(dataSource, signal),
    dataSource,
    signal,
    asOwner: async <Row extends object>(sql: string, params: unknown[] = []) =>
      (await owner.query<Row>(sql, params)).rows,
    close: async () => {
      await dataSource.destroy();
      await owner.end();
      await fresh.drop();
    },
  };
}
