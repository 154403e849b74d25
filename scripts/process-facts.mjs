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

/** A zombie that nobody reaps still answers a signal, so its state is asked as well. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const stat = readOr(`/proc/${pid}/stat`, '');
  return stat === '' || stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
}

export const commandLineOf = (pid) =>
  process.platform === 'linux' ? readOr(`/proc/${pid}/cmdline`, '').replaceAll('\0', ' ') : ps(pid, 'command');

/** Distinguishes a process from a later one that was given the same number. */
export function startOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'lstart').trim();
  const stat = readOr(`/proc/${pid}/stat`, '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** The number of a process that has just ended. */
export const deadPid = () => spawnSync(process.execPath, ['--version']).pid;
