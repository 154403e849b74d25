// Finds the browser of the tests, or unpacks the one that npm installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const cache = path.join(root, 'node_modules', '.cache');

const executable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(executable);

function packageVersion() {
  const file = path.join(root, 'node_modules/@sparticuz/chromium/package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}
const unpackedFolder = () => path.join(cache, `overread-browser-${packageVersion()}`);

function unpacked() {
  const file = path.join(unpackedFolder(), 'chromium');
  if (!executable(file)) return null;
  const libraries = path.join(unpackedFolder(), 'al2023', 'lib');
  return { path: file, env: existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {} };
}

/** CHROMIUM_PATH, else a Chromium on PATH, else the one unpacked from npm; null when there is none. */
export function findBrowser() {
  if (process.env.CHROMIUM_PATH) return { path: process.env.CHROMIUM_PATH, env: {} };
  const found = onPath('chromium-headless-shell') ?? onPath('chromium');
  return found ? { path: found, env: {} } : unpacked();
}

export const starts = (browser) =>
  spawnSync(browser.path, ['--version'], { env: { ...process.env, ...browser.env }, stdio: 'ignore' }).status === 0;

/** Unpacks the browser of the npm package, with libraries of its own where the machine lacks them; null if it cannot. */
export async function unpackBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !packageVersion()) return null;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'overread-browser-unfinished-'));
  process.env.TMPDIR = folder; // where the package unpacks to
  const { default: packaged, inflate } = await import('@sparticuz/chromium');
  const browser = { path: await packaged.executablePath(), env: {} };
  if (!starts(browser)) await inflate(path.join(root, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
  delete process.env.TMPDIR;
  rmSync(unpackedFolder(), { recursive: true, force: true });
  renameSync(folder, unpackedFolder());
  const ready = unpacked();
  return ready && starts(ready) ? ready : null;
}
