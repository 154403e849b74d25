// What the operating system says about a process that is not our child.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

const readOr = (file, otherwise) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
};
const ps = (pid, column) => spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';

/** What follows the name in Linux's /proc/PID/stat, from the state on; null where there is none. */
function statOf(pid) {
  const stat = readOr(`/proc/${pid}/stat`, '');
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : null;
}

/** A zombie that nobody reaps still answers a signal, so its state is asked as well. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return statOf(pid)?.[0] !== 'Z';
}

export const commandLineOf = (pid) =>
  process.platform === 'linux' ? readOr(`/proc/${pid}/cmdline`, '').replaceAll('\0', ' ') : ps(pid, 'command');

export const parentOf = (pid) => Number(statOf(pid)?.[1] ?? ps(pid, 'ppid'));

/** Distinguishes a process from a later one that was given the same number. */
export const startOf = (pid) => statOf(pid)?.[19] ?? ps(pid, 'lstart').trim();

/** The number of a process that has just ended. */
export const deadPid = () => spawnSync(process.execPath, ['--version']).pid;
