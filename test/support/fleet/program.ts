import { spawn } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const DATABASE = ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'VAR_DIR', 'ROLES', 'NODE_OPTIONS'];

/** What a program inherits, but nothing that names a database or was meant for jest. */
export const inherited = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !DATABASE.includes(name) && !name.startsWith('npm_')),
  );

/** Runs a built program to its end; what it printed. */
export function runProgram(
  app: 'cli' | 'server',
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const main = path.join(ROOT, 'dist/apps', app, 'src/main.js');
  const child = spawn(process.execPath, [main, ...args], {
    cwd: ROOT,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (errors += String(text)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 || code === 3 ? resolve(output) : reject(new Error(`${app} ${args.join(' ')}: ${errors}${output}`)),
    );
  });
}
