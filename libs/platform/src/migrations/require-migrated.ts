import type pg from 'pg';
import { MIGRATIONS } from './index.js';

/** Refuses to start on a schema that is older than the program. */
export async function requireMigrated(pool: pg.Pool): Promise<void> {
  const ran = await pool
    .query<{ name: string }>('select name from migration')
    .then(({ rows }) => new Set(rows.map((row) => row.name)))
    .catch(() => new Set<string>());
  const missing = MIGRATIONS.map((migration) => migration.name).filter((name) => !ran.has(name));
  if (missing.length > 0)
    throw new Error(
      `The database lacks ${missing.join(', ')}: run "overread migrate" with MIGRATION_DATABASE_URL set.`,
    );
}
