// One Overread per VAR_DIR: two would write the same images and stop each other's database.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isAlive, startOf } from './process-facts.mjs';

export class AlreadyRunning extends Error {}

/** @returns a function that gives the folder back. */
export function lockVarDirectory(folder) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'overread.pid');
  const mine = `${process.pid} ${startOf(process.pid)}`;
  const [pid, ...start] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
  // A killed process leaves the file, and its number may belong to another one by now: its start tells them apart.
  if (pid && isAlive(Number(pid)) && startOf(Number(pid)) === start.join(' '))
    throw new AlreadyRunning(
      `Overread is running already on ${folder} (process ${pid}); set VAR_DIR to another folder`,
    );
  writeFileSync(file, mine);
  return () => rmSync(file, { force: true });
}
