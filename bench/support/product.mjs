// The product as `npm start` runs it, in a folder of its own: embedded PostgreSQL with its defaults (fsync on), migrated,
// the demo network loaded, one server process with every role.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseUrl, freePort, startEmbeddedPostgres } from '../../scripts/embedded-pg.mjs';
import { databaseFolder, evaluationEnvironments, program } from '../../scripts/evaluation.mjs';
import { withDatabase } from './stored-rows.mjs';

const READY_WITHIN_MS = 60_000;

async function command(name, env) {
  const child = spawn(process.execPath, [program('cli'), name], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`overread ${name} ended with ${code}`);
}

async function untilReady(url, child) {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error('the server did not get ready');
}

function startServer(env, nodeOptions) {
  return spawn(process.execPath, ['--enable-source-maps', ...nodeOptions, program('server')], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // A profile is written by a process that exits, not by one that a signal ends.
  if (child.spawnargs.includes('--cpu-prof')) child.disconnect();
  else child.kill('SIGTERM');
  await ended;
}

/** The superuser's address of a database. */
function databaseOf(database, { port }) {
  const { superuser } = JSON.parse(readFileSync(path.join(databaseFolder(), 'passwords.json'), 'utf8'));
  return databaseUrl({ role: 'postgres', password: superuser, port, database });
}

/** Which statements took the database's time, the dearest first. */
async function keepStatements(url, file) {
  const { rows } = await withDatabase(url, (client) =>
    client.query(`select calls, round(total_exec_time) as "execMs", round(total_plan_time) as "planMs", plans,
        round(mean_exec_time::numeric, 3) as "meanMs", rows, toplevel, shared_blks_hit as hit, query
      from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
      order by total_exec_time + total_plan_time desc limit 60`),
  );
  writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
}

/** A database of its own in the product's PostgreSQL with the product's schema; answers its owner's address. */
async function migratedDatabase(name, { postgres, migration }) {
  const { owner } = JSON.parse(readFileSync(path.join(databaseFolder(), 'passwords.json'), 'utf8'));
  await withDatabase(databaseOf('postgres', postgres), (client) =>
    client.query(`create database ${name} owner overread_owner`),
  );
  const url = databaseUrl({ role: 'overread_owner', password: owner, port: postgres.port, database: name });
  await command('migrate', { ...migration, MIGRATION_DATABASE_URL: url });
  return url;
}

const COUNTING = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.track_planning': 'on',
};

/**
 * Starts everything; `nodeOptions` are the server's own, `profile` a file for what the database did, `settings` more of
 * PostgreSQL than the product sets.
 */
export async function startProduct({ nodeOptions = [], profile = null, settings: more = {} } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-bench-'));
  const [PORT, DICOM_PORT, HL7_PORT] = [await freePort(), await freePort(), await freePort()].map(String);
  Object.assign(process.env, { VAR_DIR: folder, PORT, DICOM_PORT, HL7_PORT, LOG_LEVEL: 'warn' });
  const settings = { ...more, ...(profile === null ? {} : COUNTING) };
  const postgres = await startEmbeddedPostgres({ dir: databaseFolder(), endsWithParent: true, settings });
  const counted = profile === null ? null : databaseOf('overread', postgres);
  const environments = evaluationEnvironments(postgres);
  let server = null;
  const stop = async () => {
    if (server) await end(server);
    if (counted) await keepStatements(counted, profile).catch((error) => console.error(error.message));
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await command('migrate', environments.migration);
    await command('demo', environments.server);
    if (counted) await withDatabase(counted, (client) => client.query('create extension pg_stat_statements'));
    const url = `http://127.0.0.1:${PORT}`;
    server = startServer(environments.server, nodeOptions);
    await untilReady(url, server);
    return {
      url,
      demo: JSON.parse(readFileSync(path.join(folder, 'demo.json'), 'utf8')),
      ownerUrl: postgres.ownerUrl,
      processes: { server: server.pid, postgres: postgres.pid, bench: process.pid },
      /** As the server is given it. */
      environment: environments.server,
      stopServer: () => end(server),
      databaseOf: (name) => migratedDatabase(name, { postgres, migration: environments.migration }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
