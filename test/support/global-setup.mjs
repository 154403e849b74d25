import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { startEmbeddedPostgres } from '../../scripts/embedded-pg.mjs';
import { isAlive } from '../../scripts/process-facts.mjs';

const PREFIX = 'overread-test-';

/**
 * One throw-away PostgreSQL per run, so that runs beside each other share nothing. Jest calls this once however many of
 * the chosen projects name it. TEST_DATABASE_URL set beforehand is used instead: a superuser of an outside PostgreSQL.
 */
export default async function setUp() {
  if (process.env.TEST_DATABASE_URL) return;
  removeWhatKilledRunsLeft();
  const dir = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  const postgres = await startEmbeddedPostgres({ dir, settings, endsWithParent: true });
  globalThis.overreadTestPostgres = { postgres, dir };
  process.env.TEST_DATABASE_URL = postgres.superuserUrl;
}

function removeWhatKilledRunsLeft() {
  for (const name of readdirSync(os.tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
    if (owner > 0 && !isAlive(owner)) rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
}
