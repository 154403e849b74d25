// Runs Overread. Without DATABASE_URL that is evaluation mode: an embedded PostgreSQL and a demo network, kept in VAR_DIR.
import { spawn } from 'node:child_process';
import net from 'node:net';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from './embedded-pg.mjs';
import { databaseFolder, evaluationEnvironments, program, root, varDirectory } from './evaluation.mjs';
import { commandLineOf, isAlive, parentOf } from './process-facts.mjs';
import { startProgram, supervise } from './supervisor.mjs';
import { AlreadyRunning, lockVarDirectory } from './var-lock.mjs';

const HOST = process.env.HOST || '127.0.0.1';
const PORT = Number(process.env.PORT || 3000);
const began = performance.now();
const running = []; // stopped last first
let stopping = false;

class Plain extends Error {}

async function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const part of running.reverse()) await part.stop();
  process.exit(code);
}

function fail(error) {
  console.error(error instanceof Plain || error instanceof AlreadyRunning ? error.message : error.stack);
  return stop(1);
}

const checkPort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    const inUse = { EADDRINUSE: 'is in use: set PORT to a free one', EACCES: 'may not be used by this user' };
    probe.once('error', (error) => reject(new Plain(`Port ${PORT} on ${HOST} ${inUse[error.code] ?? error.message}`)));
    probe.listen(PORT, HOST, () => probe.close(resolve));
  });

/** Runs one command of the command line to its end. */
async function command(name, env) {
  const child = spawn(process.execPath, ['--enable-source-maps', program('cli'), name], { env, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve).once('error', () => resolve(1)));
  if (code !== 0 && !stopping) throw new Plain(`overread ${name} failed`);
}

async function superviseDatabase() {
  let port;
  const start = async () => {
    const postgres = await startEmbeddedPostgres({ dir: databaseFolder(), port, endsWithParent: true });
    port = postgres.port; // the server was told this port, so a restart keeps it
    return postgres;
  };
  const first = await start();
  let given = first;
  const startOnce = async () => {
    const next = given ?? (await start());
    given = undefined;
    return next;
  };
  running.push(await supervise({ name: 'PostgreSQL', start: startOnce }));
  return first;
}

async function prepareEvaluation() {
  const unlock = lockVarDirectory(varDirectory());
  running.push({ stop: async () => unlock() });
  const { server, migration } = evaluationEnvironments(await superviseDatabase());
  await command('migrate', migration);
  await command('demo', server);
  return server;
}

async function runServer(env) {
  let answered = false;
  const start = async () => {
    const server = startProgram(program('server'), env);
    void server.exited.then(({ code }) => {
      // One that never answered has said why; starting it again would only repeat that.
      if (!answered) void stop(code || 1);
    });
    return server;
  };
  running.push(await supervise({ name: 'The server', start }));
  await untilReady();
  answered = true;
}

async function untilReady() {
  const url = `http://${['127.0.0.1', '0.0.0.0', '::', '::1'].includes(HOST) ? 'localhost' : HOST}:${PORT}`;
  while (!stopping) {
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) {
      console.log(`Overread is ready at ${url}/ after ${((performance.now() - began) / 1000).toFixed(1)} s`);
      return;
    }
    await delay(100);
  }
}

/** An npm that is killed outright tells nobody: without this, what it started would go on running. */
function stopWithNpm() {
  const ancestors = [];
  for (let pid = process.ppid; commandLineOf(pid).includes('npm'); pid = parentOf(pid)) ancestors.push(pid);
  if (ancestors.length > 0) setInterval(() => ancestors.every(isAlive) || void stop(0), 500).unref();
}

process.chdir(root);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
process.on('unhandledRejection', (error) => void fail(error));
stopWithNpm();
try {
  await checkPort();
  await runServer(process.env.DATABASE_URL ? process.env : await prepareEvaluation());
} catch (error) {
  if (!stopping) await fail(error);
}
