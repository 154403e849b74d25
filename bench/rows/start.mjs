// From `npm start` to the first accepted study, and from a restart after `kill -9`, against the server's own start on a
// database that runs already. Dependencies installed, sources built.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { freePort } from '../../scripts/embedded-pg.mjs';
import { program, root } from '../../scripts/evaluation.mjs';
import { HttpClient } from '../support/http-client.mjs';
import { exitOf, familyOf, until } from '../support/processes.mjs';
import { startProduct } from '../support/product.mjs';
import { percentilesOf, median, rounded, spreadOf } from '../support/statistics.mjs';

const DEFAULTS = { rounds: 3 };
const MOST_SECONDS = 10;

async function places() {
  const [PORT, DICOM_PORT, HL7_PORT] = [await freePort(), await freePort(), await freePort()].map(String);
  return {
    ...process.env,
    PORT,
    DICOM_PORT,
    HL7_PORT,
    VAR_DIR: mkdtempSync(path.join(os.tmpdir(), 'overread-start-')),
  };
}

/** Starts all of it and answers how long the first study took to be accepted; `status` is what its answer must be. */
async function startToStudy(env, status) {
  const began = performance.now();
  const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = exitOf(npm).then((code) => Promise.reject(new Error(`npm start ended with ${code}`)));
  ended.catch(() => {});
  const url = `http://127.0.0.1:${env.PORT}`;
  const ready = () => fetch(`${url}/health/ready`).then((response) => response.ok);
  await Promise.race([until('npm start', ready), ended]);
  const { apiKeys, example } = JSON.parse(readFileSync(path.join(env.VAR_DIR, 'demo.json'), 'utf8'));
  const { key } = apiKeys.find((each) => each.facilities.includes(example.study.facility));
  const hospital = new HttpClient(url, key);
  await hospital.call('POST', '/studies', { ...example.study, accessionNumber: 'BENCH-START' }, [status]);
  hospital.close();
  return { npm, ms: performance.now() - began };
}

/** Everything that was started dies at once, as when the power goes. */
async function killAll(npm) {
  const family = familyOf(npm.pid);
  for (const pid of family.reverse()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it died with its parent
    }
  }
  await exitOf(npm);
}

async function freshAndAgain() {
  const env = await places();
  let running = null;
  try {
    running = await startToStudy(env, 201);
    const fresh = running.ms;
    await killAll(running.npm);
    // What was accepted is still there: the same again changes nothing.
    running = await startToStudy(env, 200);
    const again = running.ms;
    running.npm.kill('SIGTERM');
    await exitOf(running.npm);
    running = null;
    return { fresh, again };
  } finally {
    if (running) await killAll(running.npm);
    rmSync(env.VAR_DIR, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function bareStart(env) {
  const began = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', program('server')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await until('the server', () => fetch(`http://127.0.0.1:${env.PORT}/health/ready`).then((response) => response.ok));
    return performance.now() - began;
  } finally {
    child.kill('SIGTERM');
    await exitOf(child);
  }
}

export async function start(options = {}) {
  const inputs = { ...DEFAULTS, rounds: options.rounds ?? DEFAULTS.rounds };
  const product = await startProduct();
  const [fresh, again, bare] = [[], [], []];
  try {
    await product.stopServer();
    for (let round = 0; round < inputs.rounds; round++) {
      const ours = await freshAndAgain();
      fresh.push(ours.fresh);
      again.push(ours.again);
      bare.push(await bareStart(product.environment));
    }
  } finally {
    await product.stop();
  }
  const ratios = fresh.map((ms, round) => ms / bare[round]);
  return {
    ratio: rounded(median(ratios)),
    target: `<= ${MOST_SECONDS} s, and a restart no slower`,
    met: median(fresh) <= MOST_SECONDS * 1000 && median(again) <= median(fresh),
    ...percentilesOf(fresh),
    restartMedianMs: rounded(median(again)),
    bareMedianMs: rounded(median(bare)),
    spread: { ratio: spreadOf(ratios), ms: spreadOf(fresh), restartMs: spreadOf(again), bareMs: spreadOf(bare) },
    inputs,
  };
}
