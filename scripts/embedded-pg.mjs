// Starts the PostgreSQL that npm installed, for evaluation and for tests: loopback only, passwords always asked.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { truncateSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { acceptable, dyingWithParent, postgresBinaries } from './postgres-binaries.mjs';
import { commandLineOf, deadPid, isAlive } from './process-facts.mjs';

const SUPERUSER = 'postgres';
const OWNER = 'overread_owner';
const DATABASE = 'overread';
const START_LIMIT_MS = 60_000;
// A killed server's own processes take a moment to notice, and hold its shared memory and port until then.
const WORTH_ANOTHER_TRY = /shared memory block|lock file .* already exists|could not create any TCP\/IP sockets/;

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

export function databaseUrl({ role, password, port, database = DATABASE }) {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Starts the server kept in `dir`, or uses the one that a killed parent left running there.
 * @param {import('./embedded-pg.d.mts').EmbeddedPostgresOptions} options
 * @returns {Promise<import('./embedded-pg.d.mts').EmbeddedPostgres>}
 */
export async function startEmbeddedPostgres({ dir, port, settings = {}, endsWithParent = false }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const place = { dir: realpathSync(dir), data: path.join(realpathSync(dir), 'data') };
  const binaries = await postgresBinaries();
  const passwords = readOrMakePasswords(place);
  if (!existsSync(place.data)) initialise({ place, binaries, passwords, settings });
  const server = await reuseOrLaunch({ place, binaries, passwords, port, settings, endsWithParent });
  await prepareOwner(server.port, passwords);
  const url = (role, password, database) => databaseUrl({ role, password, port: server.port, database });
  return {
    ...server,
    superuserUrl: url(SUPERUSER, passwords.superuser, 'postgres'),
    ownerUrl: url(OWNER, passwords.owner),
    stop: () => stop(server),
  };
}

function readOrMakePasswords({ dir, data }) {
  const file = path.join(dir, 'passwords.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  if (existsSync(data))
    throw new Error(`${file} is gone, so the database beside it cannot be opened: restore the file`);
  const password = () => randomBytes(24).toString('base64url');
  const passwords = { superuser: password(), owner: password() };
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}

function initialise({ place, binaries, passwords, settings }) {
  // Made beside its final name and then renamed, so that a start killed half-way leaves nothing that looks finished.
  const unfinished = path.join(place.dir, 'data.unfinished');
  const passwordFile = path.join(place.dir, 'superuser-password');
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, passwords.superuser, { mode: 0o600 });
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username', SUPERUSER, '--pwfile', passwordFile, '--auth=scram-sha-256'];
  const sync = settings.fsync === 'off' ? ['--no-sync'] : [];
  const run = acceptable(binaries.initdb, ['-D', unfinished, ...locale, ...access, ...sync], place.dir);
  const made = spawnSync(run.command, run.args, { ...run.options, encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error ?? ''}`);
  renameSync(unfinished, place.data);
}

async function reuseOrLaunch(request) {
  const deadline = Date.now() + START_LIMIT_MS;
  const pidFile = path.join(request.place.data, 'postmaster.pid');
  for (;;) {
    const left = readPidFile(pidFile);
    if (left && isAlive(left.pid)) {
      if (!isOurServer(left.pid, request.place)) disown(pidFile);
      else if (await answers(left.port, request)) return leftServer(left);
    } else {
      const server = await launch(request, pidFile, deadline);
      if (server) return server;
    }
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${logTail(request.place)}`);
    await delay(50);
  }
}

function readPidFile(file) {
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return Number(lines[0]) > 0 ? { pid: Number(lines[0]), port: Number(lines[3] ?? 0) } : null;
}

const isOurServer = (pid, { data }) => {
  const line = commandLineOf(pid);
  return line.includes('postgres') && line.includes(data);
};

// The number in the file was given to another process since. PostgreSQL would refuse to start; it would also miss its
// check for survivors if the file were removed. A number that belongs to nobody keeps that check.
function disown(pidFile) {
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  writeFileSync(pidFile, [deadPid(), ...lines.slice(1)].join('\n'));
}

async function answers(port, { place, passwords }) {
  if (!port) return false;
  const url = databaseUrl({ role: SUPERUSER, password: passwords.superuser, port, database: 'postgres' });
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query('show data_directory');
      return realpathSync(rows[0].data_directory) === place.data;
    });
  } catch {
    return false;
  }
}

const leftServer = ({ pid, port }) => ({ pid, port, reused: true, exited: whenGone(pid) });

async function whenGone(pid) {
  while (isAlive(pid)) await delay(100, undefined, { ref: false });
}

async function launch(request, pidFile, deadline) {
  const port = request.port ?? (await freePort());
  const child = spawnServer(request, port);
  let ended = false;
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(undefined));
  });
  const noted = exited.finally(() => (ended = true));
  noted.catch(() => {});
  while (!ended && Date.now() < deadline) {
    if (readPidFile(pidFile)?.pid === child.pid && (await answers(port, request))) {
      child.unref();
      return { pid: child.pid, port, reused: false, exited };
    }
    await Promise.race([delay(20), noted]);
  }
  if (!ended) child.kill('SIGKILL');
  await noted;
  if (WORTH_ANOTHER_TRY.test(logText(request.place))) return null;
  throw new Error(`PostgreSQL did not start: ${logTail(request.place)}`);
}

function spawnServer({ place, binaries, settings, endsWithParent }, port) {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Appended to: what a killed server's own processes still write must not end up on top of the new one's words.
  const log = openSync(path.join(place.dir, 'server.log'), 'a', 0o600);
  truncateSync(path.join(place.dir, 'server.log'));
  const run = acceptable(binaries.postgres, ['-D', place.data, '-p', String(port), ...flags], place.dir);
  const { command, args, options } = endsWithParent ? dyingWithParent(run) : run;
  // Detached: Ctrl-C in a terminal reaches us alone, and we stop the server after what uses it.
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  return child;
}

function logText({ dir }) {
  const file = path.join(dir, 'server.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const logTail = (place) => logText(place).slice(-2000);

/** The owner migrates; it is no superuser, and may create the role that the server works as. */
async function prepareOwner(port, passwords) {
  const url = databaseUrl({ role: SUPERUSER, password: passwords.superuser, port, database: 'postgres' });
  await withClient(url, async (client) => {
    const has = async (sql, name) => (await client.query(sql, [name])).rows.length > 0;
    const password = client.escapeLiteral(passwords.owner);
    if (!(await has('select 1 from pg_roles where rolname = $1', OWNER)))
      await client.query(`create role ${OWNER} login createrole nosuperuser nocreatedb password ${password}`);
    if (!(await has('select 1 from pg_database where datname = $1', DATABASE)))
      await client.query(`create database ${DATABASE} owner ${OWNER}`);
  });
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  client.on('error', () => {}); // the query in flight reports it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function stop({ pid, exited }) {
  for (const [signal, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ]) {
    if (isAlive(pid)) process.kill(pid, signal);
    const patience = new AbortController();
    const over = delay(patienceMs, false, { signal: patience.signal }).catch(() => false);
    const gone = await Promise.race([exited.then(() => true), over]);
    patience.abort();
    if (gone) return;
  }
}
