import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { ensureAppRole, grantToAppRole, limitIdleTransactions, restrictLog } from './app-role.js';
import { MIGRATIONS } from './index.js';

const LOCK = 7_311_001;

export interface MigrationSettings {
  /** Signs in as the owner of the schema, who may create roles. */
  ownerUrl: string;
  /** Set on the server's role; absent leaves the password it has. */
  appPassword?: string;
  migrations?: readonly (new () => MigrationInterface)[];
  /** Called as each begins: one that rewrites a large table may run for long. */
  onMigration?: (name: string) => void;
}

/** Brings the schema up to date. Safe to run at the same time from several places, and again. Names what it ran. */
export async function runMigrations(settings: MigrationSettings): Promise<string[]> {
  const client = new pg.Client({ connectionString: settings.ownerUrl, application_name: 'overread migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await ensureAppRole(client, settings.appPassword);
    await grantToAppRole(client);
    await limitIdleTransactions(client);
    const { migrations = MIGRATIONS, onMigration } = settings;
    const ran = await migrate(settings.ownerUrl, onMigration ? migrations.map(telling(onMigration)) : migrations);
    await restrictLog(client);
    return ran;
  } finally {
    await client.end();
  }
}

/** The same migration, which says when it begins. */
const telling =
  (onMigration: (name: string) => void) =>
  (Migration: new () => MigrationInterface): new () => MigrationInterface =>
    class extends Migration {
      override up(runner: QueryRunner): Promise<void> {
        onMigration(this.name ?? Migration.name);
        return super.up(runner);
      }
    };

async function migrate(url: string, migrations: readonly (new () => MigrationInterface)[]): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    migrations: migrations as never,
    migrationsTableName: 'migration',
    installExtensions: false,
    poolSize: 1,
  });
  await dataSource.initialize();
  try {
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
