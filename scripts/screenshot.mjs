// Regenerates the pictures of the README: a server of its own, a busy quarter of an hour, the pages in a real browser.
// Usage: npm run screenshot [-- PAGE ...]; pages: live-queue, worklist, reading, studies, turnaround.
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

// facility, modality, body part, what it shows, priority, patient class, protocol
const STUDIES = `
mercy-east CT HEAD|CT HEAD WO CONTRAST|critical|emergency|stroke
mercy-north CT NECK|CT ANGIO HEAD NECK|critical|emergency|stroke
mercy-east CT CHEST|CT ANGIO CHEST PE|stat|emergency|
mercy-north CT ABDOMEN|CT ABDOMEN PELVIS W CONTRAST|stat|emergency|
mercy-south CT HEAD|CT HEAD WO CONTRAST|stat|emergency|
mercy-east MR BRAIN|MR BRAIN W WO CONTRAST|urgent|inpatient|
mercy-north US ABDOMEN|US ABDOMEN COMPLETE|urgent|inpatient|
mercy-imaging PT WHOLEBODY|PET CT SKULL BASE TO THIGH|routine|outpatient|
harbour-infirmary CT HEAD|CT HEAD WO CONTRAST|stat|emergency|
harbour-quay-clinic DX CHEST|XR CHEST 2 VIEWS|routine|outpatient|
coral-surgical US EXTREMITY|US LOWER EXTREMITY VENOUS|urgent|outpatient|
mercy-south DX CHEST|XR CHEST PORTABLE|urgent|inpatient|
mercy-north MR LSPINE|MR LUMBAR SPINE WO|routine|outpatient|
harbour-infirmary CT ABDOMEN|CT ABDOMEN PELVIS W|urgent|inpatient|
mercy-east DX HAND|XR HAND 3 VIEWS|routine|emergency|`
  .trim()
  .split('\n')
  .map((line) => {
    const [place, description, priority, patientClass, protocol] = line.split('|');
    const [facility, modality, bodyPart] = place.split(' ');
    const modalities = modality === 'PT' ? ['PT', 'CT'] : [modality];
    return { facility, modalities, bodyPart, description, priority, patientClass, protocol: protocol || null };
  });

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

async function submitAll(facts) {
  const keyOf = (code) => facts.apiKeys.find((each) => each.facilities.includes(code)).key;
  for (const [index, study] of STUDIES.entries()) {
    const patient = {
      id: `P${1000 + index}`,
      name: { family: 'Example', given: `No ${index + 1}` },
      birthDate: '1961-05-17',
    };
    await call(keyOf(study.facility), 'POST', '/studies', {
      ...study,
      accessionNumber: `A${2000 + index}`,
      patient,
      clinicalIndication: 'as described by the referrer',
      images: 'at-source',
    });
  }
}

/** Some sign on and take work; one finishes some of it, so that there is something to show everywhere. */
async function work(facts) {
  const readers = facts.users.filter((user) => user.role === 'reader');
  const chosen = ['US', 'US', 'AU', 'GB', 'CA'].map(
    (country, index) => readers.filter((each) => each.country === country)[index === 1 ? 1 : 0],
  );
  const tokens = [];
  for (const { email, password, country, subdivision, zone } of chosen) {
    const token = await signIn({ email, password });
    tokens.push(token);
    await call(token, 'POST', '/reading-sessions', { country, subdivision, zone, mode: 'pull' });
  }
  for (const token of [tokens[0], tokens[2], tokens[3]]) {
    const taken = await call(token, 'POST', '/worklist/next');
    if (!taken) continue;
    const { id, issues } = taken.read;
    await call(token, 'POST', `/reads/${id}/open`, {});
    const report = {
      impression: 'No acute abnormality.',
      conclusion: 'normal',
      sections: { findings: 'As in the impression.' },
    };
    if (token !== tokens[3]) await call(token, 'POST', `/reads/${id}/${issues}`, report);
  }
  for (const token of [tokens[1], tokens[0]]) await call(token, 'POST', '/worklist/next');
  return { reader: chosen[0], token: tokens[0] };
}

async function shoot(browser, user, address, name, before = async () => undefined) {
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
  await before(page);
  await delay(1_500);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  await page.close();
}

try {
  await untilReady();
  const facts = demo();
  await submitAll(facts);
  const { reader } = await work(facts);
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
  const pages = [
    ['live-queue', user('administrator'), '/queue'],
    ['worklist', reader, '/worklist'],
    ['studies', user('hospital'), '/studies'],
    ['turnaround', user('administrator'), '/turnaround'],
  ];
  for (const [name, who, address] of pages) {
    if (wanted.length === 0 ? name === 'live-queue' : wanted.includes(name)) await shoot(browser, who, address, name);
  }
  await browser.close();
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(varDir, { recursive: true, force: true });
}
