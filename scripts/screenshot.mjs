// Regenerates the pictures of the README: a server of its own, its simulated day under way, the pages in a real browser.
// Usage: npm run screenshot [-- PAGE ...]; without one those of the README: live-queue, overview.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser.mjs';
import { freePort } from './embedded-pg.mjs';

const root = path.resolve(import.meta.dirname, '..');
const pictures = path.join(root, 'docs/images');
const varDir = mkdtempSync(path.join(os.tmpdir(), 'overread-pictures-'));
const port = await freePort();
const url = `http://localhost:${port}`;

const server = spawn(process.execPath, ['scripts/up.mjs'], {
  cwd: root,
  env: {
    ...process.env,
    PORT: port,
    DICOM_PORT: await freePort(),
    HL7_PORT: await freePort(),
    VAR_DIR: varDir,
    LOG_LEVEL: 'error',
  },
  stdio: 'ignore',
});
const demo = () => JSON.parse(readFileSync(path.join(varDir, 'demo.json'), 'utf8'));

async function call(token, method, address, body) {
  const response = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}

async function untilReady() {
  for (let tries = 0; tries < 600; tries++) {
    const ready = await fetch(`${url}/health/ready`).catch(() => null);
    if (ready?.ok) return;
    await delay(200);
  }
  throw new Error('the server did not come up');
}

async function signIn({ email, password }) {
  return (await call('', 'POST', '/auth/sign-in', { email, password })).token;
}

/** Long enough into a simulated day that every page is full of it. */
const UNTIL_BUSY_MS = 150_000;

async function simulateDay(facts) {
  const { email, password } = facts.users.find(({ role }) => role === 'administrator');
  await call(await signIn({ email, password }), 'POST', '/demo-day', { seed: 'pictures' });
  await delay(UNTIL_BUSY_MS);
}

async function shoot(browser, user, address, name) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 810 }, colorScheme: 'dark' });
  await page.goto(`${url}/`);
  await page.getByLabel(/e-?mail/i).fill(user.email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(user.password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${url}${address}`);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await delay(1_500);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  await page.close();
}

try {
  await untilReady();
  const facts = demo();
  await simulateDay(facts);
  const installed = findBrowser();
  if (!installed) throw new Error('no browser: node scripts/setup.mjs --browser finds one');
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: installed.path,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, ...installed.env },
  });
  const user = (role) => facts.users.find((each) => each.role === role);
  const wanted = process.argv.slice(2);
  const pages = {
    'live-queue': [user('administrator'), '/queue'],
    overview: [user('administrator'), '/overview'],
    forecast: [user('administrator'), '/forecast'],
    rosters: [user('group-manager'), '/rosters'],
    studies: [user('hospital'), '/studies'],
    turnaround: [user('administrator'), '/turnaround'],
  };
  for (const name of wanted.length > 0 ? wanted : ['live-queue', 'overview']) {
    const [who, address] = pages[name];
    await shoot(browser, who, address, name);
  }
  await browser.close();
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(varDir, { recursive: true, force: true });
}
