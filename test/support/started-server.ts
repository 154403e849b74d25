import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../scripts/embedded-pg.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const DEADLINE_MS = 60_000;
const DATABASE = ['DATABASE_URL', 'MIGRATION_DATABASE_URL'];

/** Waits until `look` answers something, and fails naming what it waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`gave up waiting for ${what}`);
}

const read = (file: string) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process ended meanwhile
  }
};

/** Linux: the processes whose environment or command names the folder, as [id, command]. */
export function processesOf(folder: string): [number, string][] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name): [number, string] => [Number(name), read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')])
    .filter(([pid, command]) => command && `${command}\0${read(`/proc/${pid}/environ`)}`.includes(folder));
}

export interface Place {
  readonly varDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
  remove(): void;
}

/** A folder and ports for one server in evaluation mode. */
export async function somewhere(): Promise<Place> {
  const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-start-'));
  const [PORT, DICOM_PORT, HL7_PORT] = [await freePort(), await freePort(), await freePort()].map(String) as [
    string,
    string,
    string,
  ];
  return {
    varDir,
    environment: { VAR_DIR: varDir, PORT, DICOM_PORT, HL7_PORT, LOG_LEVEL: 'error' },
    url: `http://127.0.0.1:${PORT}`,
    remove: () => rmSync(varDir, { recursive: true, force: true }),
  };
}

/** What `npm start` runs once everything is installed and built. */
export function startUp(environment: Readonly<Record<string, string>>) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !DATABASE.includes(name) && !name.startsWith('npm_'),
  );
  const child = spawn(process.execPath, ['scripts/up.mjs'], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(String(text)));
  return {
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    exited: new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code))),
    output: () => printed.join(''),
  };
}
