// A browser for the tests of the console: the machine's, Debian's on a CI machine, else npm's.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { findBrowser, starts, unpackBrowser } from './browser.mjs';

const ci = process.env.CI === 'true';
const apt = (...args) =>
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

function fromDebian() {
  if (!ci || process.getuid?.() !== 0) return null;
  const packages = ['-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'];
  return apt('update', '-qq') && apt('install', ...packages) ? findBrowser() : null;
}

const working = (browser) => (browser && starts(browser) ? browser : null);
const browser =
  working(findBrowser()) ?? working(fromDebian()) ?? (await unpackBrowser().catch((error) => console.error(error)));
if (!browser) {
  console.error(
    'NO BROWSER: the tests of the console cannot run. Install chromium-headless-shell or set CHROMIUM_PATH.',
  );
  if (ci) process.exit(1);
}
