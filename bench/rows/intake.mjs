// CT images of real size over C-STORE and STOW-RS, against dcmtk's storescp and Orthanc taking the same from the same
// clients on the same disk. Alternating; every door is asked afterwards what it has.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { makeImages } from '../support/ct-images.mjs';
import { sendByDimse, sendByStow, sendToOrthanc, startOrthanc, startStorescp } from '../support/image-peers.mjs';
import { residentMiB, watchMemory } from '../support/processes.mjs';
import { startProduct } from '../support/product.mjs';
import { median, rounded, spreadOf } from '../support/statistics.mjs';
import { withDatabase } from '../support/stored-rows.mjs';

/** 512 x 512 pixels of 16 bits are one CT image; the large one is a multi-frame of 400 such. */
const DEFAULTS = { instances: 340, rounds: 3, bytes: 524_288, perStudy: 64, largeMiB: 200 };
const DOORS = ['storescp', 'c-store', 'orthanc', 'stow', 'orthanc-http'];

async function perSecond(files, send) {
  const began = performance.now();
  await send();
  return files.length / ((performance.now() - began) / 1000);
}

/** One round: each door takes instances of its own, so that none is known already. */
async function round(name, { doors, folder, inputs }) {
  const rates = {};
  for (const [index, door] of DOORS.entries()) {
    if (!doors[door]) continue;
    const place = path.join(folder, 'sent');
    const files = await makeImages(place, { ...inputs, name: `${name}${index + 1}`, count: inputs.instances });
    rates[door] = await perSecond(files, () => doors[door](files, place));
    rmSync(place, { recursive: true });
  }
  return rates;
}

/** The most memory the server takes above what it had, while one large instance comes in by each door. */
async function largeOnes({ doors, folder, serverPid, inputs }) {
  const above = {};
  for (const [index, door] of ['c-store', 'stow'].entries()) {
    if (!doors[door]) continue;
    const place = path.join(folder, 'large');
    const bytes = inputs.largeMiB * 2 ** 20;
    const files = await makeImages(place, { name: `9${index + 1}`, count: 1, bytes, perStudy: 1 });
    const before = residentMiB(serverPid);
    const stop = watchMemory(serverPid);
    await doors[door](files, place);
    above[door] = Math.round(stop() - before);
    rmSync(place, { recursive: true });
  }
  return above;
}

async function verify(product, peers, { inputs, taken, large }) {
  const each = inputs.instances * inputs.rounds;
  const [ours] = await withDatabase(product.ownerUrl, async (client) => {
    const sql = 'select count(*)::int as images, sum(bytes)::float8 as bytes from image';
    return (await client.query(sql)).rows;
  });
  const wanted = each * taken.ours + large;
  if (ours.images !== wanted || ours.bytes < each * taken.ours * inputs.bytes)
    throw new Error(`the product has ${ours.images} instances of ${wanted}`);
  for (const [name, count] of [
    ['storescp', taken.storescp],
    ['orthanc', taken.orthanc],
  ]) {
    const stored = await peers[name]?.stored();
    if (peers[name] && stored !== each * count) throw new Error(`${name} has ${stored} instances of ${each * count}`);
  }
}

function doorsOf({ url, demo }, { storescp, orthanc }) {
  const { facilities, key } = demo.apiKeys[0];
  const stow = { url: `${url}/dicom-web/studies?facility=${facilities[0]}`, key };
  return {
    ...(storescp ? { storescp: (_, place) => sendByDimse(storescp, place) } : {}),
    ...(orthanc
      ? { orthanc: (_, place) => sendByDimse(orthanc, place), 'orthanc-http': (files) => sendToOrthanc(orthanc, files) }
      : {}),
    // Without dcmtk nobody here can send by C-STORE.
    ...(storescp ? { 'c-store': (_, place) => sendByDimse(demo.dicom, place) } : {}),
    stow: (files) => sendByStow(stow, files),
  };
}

export async function intake(options = {}) {
  const { nodeOptions, profile, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-intake-'));
  const product = await startProduct({ nodeOptions, profile });
  const peers = {
    storescp: await startStorescp(path.join(folder, 'storescp')),
    orthanc: await startOrthanc(path.join(folder, 'orthanc')),
  };
  try {
    const doors = doorsOf(product, peers);
    const serverPid = product.processes.server;
    const rates = [];
    for (let n = 0; n < inputs.rounds; n++) {
      rates.push(await round(String(n + 1), { doors, folder, inputs }));
      console.error(
        `round ${n + 1}: ${Object.entries(rates[n])
          .map(([door, rate]) => `${door} ${rate.toFixed(0)}/s`)
          .join(', ')}`,
      );
    }
    const steadyMiB = Math.round(residentMiB(serverPid));
    const above = await largeOnes({ doors, folder, serverPid, inputs });
    const taken = { ours: doors['c-store'] ? 2 : 1, storescp: 1, orthanc: 2 };
    await verify(product, peers, { inputs, taken, large: Object.keys(above).length });
    return report(rates, { inputs, serverMiB: { steady: steadyMiB, aboveForALargeOne: above } });
  } finally {
    await peers.storescp?.close();
    await peers.orthanc?.close();
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(rates, { inputs, serverMiB }) {
  const of = (door) => rates.flatMap((each) => each[door] ?? []);
  const against = (ours, theirs) =>
    of(theirs).length === 0 || of(ours).length === 0 ? null : spreadOf(rates.map((each) => each[ours] / each[theirs]));
  const ratios = {
    'c-store / storescp (>= 0.5)': against('c-store', 'storescp'),
    'c-store / Orthanc (>= 1)': against('c-store', 'orthanc'),
    'stow / Orthanc over HTTP (>= 1)': against('stow', 'orthanc-http'),
  };
  return {
    ratio: rounded(ratios['c-store / storescp (>= 0.5)']?.median ?? 0),
    target: '>= 0.5 of storescp, >= 1 of Orthanc; memory flat',
    perSecond: Object.fromEntries(
      DOORS.filter((door) => of(door).length > 0).map((door) => [door, rounded(median(of(door)))]),
    ),
    megabytesPerSecond: Object.fromEntries(
      DOORS.filter((door) => of(door).length > 0).map((door) => [
        door,
        rounded((median(of(door)) * inputs.bytes) / 1e6),
      ]),
    ),
    serverMiB,
    spread: ratios,
    inputs,
  };
}
