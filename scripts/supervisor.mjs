// Keeps something running: starts it again when it ends, more slowly the more often that happens.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** After running this long, the next end counts as the first again. */
const STABLE_MS = 60_000;
const PATIENCE_MS = 15_000;

/**
 * @param {{ name: string, start: () => Promise<{ exited: Promise<unknown>, stop: () => Promise<void> }> }} what
 * @returns {Promise<{ stop: () => Promise<void> }>} after the first start
 */
export async function supervise({ name, start }) {
  let current = await start();
  const stopping = new AbortController();
  const keep = async () => {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const startedAt = Date.now();
      await current.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > STABLE_MS) waitMs = FIRST_WAIT_MS;
      console.error(`${name} ended; starting it again`);
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      current = await start().catch((error) => ({
        exited: Promise.resolve(report(name, error)),
        stop: async () => {},
      }));
      if (stopping.signal.aborted) return current.stop(); // the stop came while it was starting
    }
  };
  const kept = keep();
  return {
    stop: async () => {
      stopping.abort();
      await current.stop();
      await kept;
    },
  };
}

const report = (name, error) => console.error(`${name}: ${error.message}`);

/** A Node program in a process group of its own, joined to us by a channel: when it closes, the program must end. */
export function startProgram(file, env) {
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true, // Ctrl-C reaches us alone, so that the order of stopping is ours
  });
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: 1, signal: null, error }));
  });
  return { pid: child.pid, exited, stop: () => end(child, exited) };
}

async function end(child, exited) {
  child.kill('SIGTERM');
  const over = new AbortController();
  const patience = delay(PATIENCE_MS, 'late', { signal: over.signal }).catch(() => {});
  if ((await Promise.race([exited, patience])) === 'late') child.kill('SIGKILL');
  over.abort();
  await exited;
}
