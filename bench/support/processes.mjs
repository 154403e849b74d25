// Programs that a bench starts: found, waited for, ended with whatever they started themselves.
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const FOLDERS = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];
const PATIENCE_MS = 60_000;

/** Where a program is; null when this machine does not have it. */
export function programAt(name) {
  const found = FOLDERS.map((folder) => path.join(folder, name)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  return found ?? null;
}

function parents() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return [{ pid: Number(pid), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }];
    } catch {
      return []; // ended meanwhile
    }
  });
}

/** The process and everything it has started, as far as it is still related to it. */
export function familyOf(pid) {
  const all = parents();
  const family = [pid];
  for (const member of family) family.push(...all.filter((each) => each.parent === member).map((each) => each.pid));
  return family;
}

/** Resident memory in MiB; null when the process is gone. */
export function residentMiB(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return null;
  }
}

/** Looks at a process's memory until `stop`, which answers the most there was. */
export function watchMemory(pid) {
  let most = residentMiB(pid) ?? 0;
  const timer = setInterval(() => (most = Math.max(most, residentMiB(pid) ?? 0)), 50);
  return () => {
    clearInterval(timer);
    return Math.max(most, residentMiB(pid) ?? 0);
  };
}

/** Asks again until there is an answer. */
export async function until(what, ask, patienceMs = PATIENCE_MS) {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const answer = await Promise.resolve(ask()).catch(() => null);
    if (answer) return answer;
    await delay(20);
  }
  throw new Error(`${what} did not come within ${patienceMs / 1000} s`);
}

export const exitOf = (child) =>
  new Promise((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve(child.exitCode) : child.once('exit', resolve),
  );
