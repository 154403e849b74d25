import { describe } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];

/** Where a program is; null when this machine does not have it. */
export function programAt(name: string): string | null {
  for (const folder of FOLDERS) {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return path.join(folder, name);
    } catch {
      // not in this one
    }
  }
  return null;
}

/** `describe` where the programs of others are installed. Elsewhere one line says what is not tested; CI must have them. */
export function describeWith(programs: readonly string[], packages: string): typeof describe | typeof describe.skip {
  const missing = programs.filter((name) => programAt(name) === null);
  if (missing.length === 0) return describe;
  if (process.env['CI'] === 'true')
    throw new Error(`${missing.join(', ')} must be installed here: apt-get install ${packages}`);
  process.stderr.write(`NOT TESTED without ${missing.join(', ')}: apt-get install ${packages}\n`);
  return describe.skip;
}

export interface Ran {
  code: number | null;
  output: string;
}

/** Runs a program to its end. */
export function run(name: string, args: readonly string[], timeoutMs = 60_000): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(programAt(name) ?? name, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(String(text)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: printed.join('') }));
  });
}

/** The first Python that has a module; null without one. */
export function pythonWith(module: string): string | null {
  const found = ['python3', '/usr/bin/python3'].find(
    (each) => spawnSync(each, ['-c', `import ${module}`]).status === 0,
  );
  return found ?? null;
}

/** The DICOM files that Debian's python3-pydicom ships; none where it is not installed. */
export function pydicomFiles(): string[] {
  const python = pythonWith('pydicom');
  if (python === null) return [];
  const { stdout } = spawnSync(python, ['-c', 'import os, pydicom; print(os.path.dirname(pydicom.__file__))'], {
    encoding: 'utf8',
  });
  return readdirSync(path.join(stdout.trim(), 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dcm'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
