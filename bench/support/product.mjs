// The product as `npm start` runs it, in a folder of its own: embedded PostgreSQL with its defaults (fsync on), migrated,
// the demo network loaded, one server process with every role.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { databaseUrl, freePort, startEmbeddedPostgres } from '../../scripts/embedded-pg.mjs';
import { databaseFolder, evaluationEnvironments, program } from '../../scripts/evaluation.mjs';

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

/** A database of its own in the product's PostgreSQL with the product's schema; answers its owner's address. */
async function migratedDatabase(name, { postgres, migration }) {
  const { superuser, owner } = JSON.parse(readFileSync(path.join(databaseFolder(), 'passwords.json'), 'utf8'));
  const client = new pg.Client(
    databaseUrl({ role: 'postgres', password: superuser, port: postgres.port, database: 'postgres' }),
  );
  await client.connect();
  try {
    await client.query(`create database ${name} owner overread_owner`);
  } finally {
    await client.end();
  }
  const url = databaseUrl({ role: 'overread_owner', password: owner, port: postgres.port, database: name });
  await command('migrate', { ...migration, MIGRATION_DATABASE_URL: url });
  return url;
}

/** Starts everything; `nodeOptions` are the server's own (a profile). */
export async function startProduct({ nodeOptions = [] } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-bench-'));
  const [PORT, DICOM_PORT, HL7_PORT] = [await freePort(), await freePort(), await freePort()].map(String);
  Object.assign(process.env, { VAR_DIR: folder, PORT, DICOM_PORT, HL7_PORT, LOG_LEVEL: 'warn' });
  const postgres = await startEmbeddedPostgres({ dir: databaseFolder(), endsWithParent: true });
  const environments = evaluationEnvironments(postgres);
  let server = null;
  const stop = async () => {
    if (server) await end(server);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await command('migrate', environments.migration);
    await command('demo', environments.server);
    const url = `http://127.0.0.1:${PORT}`;
    server = startServer(environments.server, nodeOptions);
    await untilReady(url, server);
    return {
      url,
      demo: JSON.parse(readFileSync(path.join(folder, 'demo.json'), 'utf8')),
      ownerUrl: postgres.ownerUrl,
      processes: { server: server.pid, postgres: postgres.pid, bench: process.pid },
      databaseOf: (name) => migratedDatabase(name, { postgres, migration: environments.migration }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
