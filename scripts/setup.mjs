// Brings a checkout up to date with its lock file. Runs on whatever Node (20 or later) the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const at = (...names) => path.join(root, ...names);
const stamp = at('node_modules', '.setup-stamp');
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const wanted = read(at('package-lock.json'));
const hash = createHash('sha256').update(wanted).digest('hex');

/** npm writes what it installed; after a person's own `npm install` there is nothing left to do. */
function installedAlready() {
  const installed = read(at('node_modules', '.package-lock.json'));
  if (!installed) return false;
  const have = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(wanted).packages).every(
    ([name, { version, optional }]) => name === '' || optional || have[name]?.version === version,
  );
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

if (read(stamp) !== hash) {
  if (!installedAlready()) {
    console.log('Installing dependencies (once per lock file) ...');
    run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  writeFileSync(stamp, hash);
}
if (process.argv.includes('--browser')) {
  // The Node that npm has just installed; a machine without one of those brings its own.
  const node = at('node_modules', '.bin', 'node');
  run(existsSync(node) ? node : process.execPath, [at('scripts', 'ensure-browser.mjs')]);
}
