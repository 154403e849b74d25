// Studies from submission to their final, through the real server over HTTP with signed-in principals and row-level
// security, against a bare `pg` script that writes the same rows (bench/floor). Alternating runs on one database server.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { openFloor } from '../floor/lifecycle.mjs';
import { cpuPerPiece, cpuSeconds } from '../support/cpu.mjs';
import { HttpClient } from '../support/http-client.mjs';
import { hasGateway, LiveWatch } from '../support/live-watch.mjs';
import { startProduct } from '../support/product.mjs';
import { makeReaders, signIn } from '../support/readers.mjs';
import { median, percentilesOf, rounded, spreadOf } from '../support/statistics.mjs';
import { checkFloor, rowCounts, rowsPerStudy, withDatabase } from '../support/stored-rows.mjs';

const FACILITY = 'mercy-north';
const GROUP = 'Lone Star Radiology';
const EXAMINATIONS = [
  { modalities: ['CT'], bodyPart: 'HEAD', description: 'CT HEAD WO CONTRAST' },
  { modalities: ['DX'], bodyPart: 'CHEST', description: 'XR CHEST 2 VIEWS' },
  { modalities: ['US'], bodyPart: 'ABDOMEN', description: 'US ABDOMEN COMPLETE' },
  { modalities: ['CT'], bodyPart: 'CHEST', description: 'CT CHEST W CONTRAST' },
];
const PRIORITIES = ['routine', 'urgent', 'stat', 'routine'];
const REPORT = {
  sections: { findings: 'No acute intracranial abnormality. Ventricles and sulci are normal for age.' },
  impression: 'No acute abnormality.',
  conclusion: 'normal',
};
/** Another reader may take the last study that was waiting just before us; ours then waits for the next who asks. */
const NEXT_TRIES = 200;

const submission = (name, n) => ({
  accessionNumber: `B${name}-${n}`,
  facility: FACILITY,
  patient: {
    id: `P${name}-${n}`,
    issuer: 'MERCY',
    name: { family: 'Doe', given: 'Jane' },
    birthDate: '1950-01-31',
    sex: 'F',
  },
  ...EXAMINATIONS[n % EXAMINATIONS.length],
  priority: PRIORITIES[n % PRIORITIES.length],
  patientClass: 'emergency',
  payer: 'medicare',
  clinicalIndication: 'fall, on anticoagulants',
  images: 'at-source',
});

/** Clients of a hospital and of readers who are signed on, and a socket that follows the network. */
export async function hospitalAndReaders(product, clients) {
  const { url, demo } = product;
  const admin = new HttpClient(
    url,
    (
      await signIn(
        url,
        demo.users.find((user) => user.role === 'administrator'),
      )
    ).token,
  );
  const find = async (path, matches) => (await admin.call('GET', path)).body.items.find(matches);
  const group = await find('/reading-groups?limit=100', (each) => each.name === GROUP);
  const facility = await find('/facilities?limit=100', (each) => each.code === FACILITY);
  const readers = await makeReaders({ url, admin, group, facility, count: clients });
  const { key } = demo.apiKeys.find((each) => each.facilities.includes(FACILITY));
  const hospitals = readers.map(() => new HttpClient(url, key));
  const watch = (await hasGateway(url)) ? await LiveWatch.start(url, admin.token, 'network') : null;
  return { readers, hospitals, watch };
}

async function take(reader, counts) {
  for (let attempt = 0; attempt < NEXT_TRIES; attempt++) {
    const { status, body } = await reader.call('POST', '/worklist/next');
    if (status === 200) return body;
    counts.empty += 1;
    await delay(2);
  }
  throw new Error('a study was submitted and no reader was given it');
}

async function oneStudy({ hospital, reader, watch }, body, counts) {
  const times = [performance.now()];
  const mark = () => times.push(performance.now());
  const submitted = await hospital.call('POST', '/studies', body, [201]);
  if (submitted.body.reads.length !== 1) throw new Error('the study was not routed to one read');
  mark();
  const { read, study } = await take(reader, counts);
  mark();
  await reader.call('POST', `/reads/${read.id}/open`);
  mark();
  const delivered = watch?.final(study.id);
  const signed = await reader.call('POST', `/reads/${read.id}/final`, REPORT);
  if (signed.body.read.state !== 'completed') throw new Error(`the read is ${signed.body.read.state} after its final`);
  mark();
  await delivered;
  mark();
  return times;
}

/** `studies` lives by as many clients as there are readers. */
export async function runLives({ readers, hospitals, watch }, name, studies) {
  const counts = { empty: 0 };
  const lives = [];
  let started = 0;
  const began = performance.now();
  await Promise.all(
    readers.map(async ({ client: reader }, index) => {
      while (started < studies)
        lives.push(await oneStudy({ hospital: hospitals[index], reader, watch }, submission(name, started++), counts));
    }),
  );
  return { perSecond: studies / ((performance.now() - began) / 1000), lives, empty: counts.empty };
}

/**
 * Every study of the runs is final, with one report, and nothing that anybody waits for is open: the second reads that the
 * demo network draws stay in the queue. The live events came once and in order.
 */
async function verify(product, { watch }, studies) {
  const [found] = await withDatabase(product.ownerUrl, async (client) => {
    const sql = `select (select count(*)::int from study where state = 'final') as studies,
      (select count(*)::int from report where kind = 'final') as reports,
      (select count(*)::int from read where purpose = 'primary' and state <> 'completed') as open,
      (select count(*)::int from event where type = 'report.finalized') as events,
      (select count(*)::int from sla_clock where stopped_at is null) as running`;
    return (await client.query(sql)).rows;
  });
  const right = [found.studies, found.reports, found.events].every((count) => count === studies);
  if (!right || found.open > 0 || found.running > 0)
    throw new Error(`after ${studies} studies the database has ${JSON.stringify(found)}`);
  if (watch && (watch.outOfOrder > 0 || watch.resyncs > 0))
    throw new Error(`${watch.outOfOrder} live events out of order, ${watch.resyncs} resyncs`);
}

const STEPS = ['submit', 'next', 'open', 'final', 'delivered'];
const stepMedians = (lives) =>
  Object.fromEntries(STEPS.map((step, index) => [step, rounded(median(lives.map((t) => t[index + 1] - t[index])))]));

/** The run's answer with the processor time that each process took per study. */
export async function measured(work, processes, studies) {
  const before = cpuSeconds(processes);
  const result = await work();
  return { ...result, cpu: cpuPerPiece(before, cpuSeconds(processes), studies) };
}

const cpuMedians = (runs) =>
  runs[0].cpu === null
    ? null
    : Object.fromEntries(Object.keys(runs[0].cpu).map((name) => [name, rounded(median(runs.map((r) => r.cpu[name])))]));

const DEFAULTS = { clients: 32, rounds: 5, studies: 600, floorStudies: 1500, warmUp: 400 };

export async function lifecycle(options = {}) {
  const { nodeOptions, profile, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const product = await startProduct({ nodeOptions, profile });
  try {
    return await compare(product, inputs);
  } finally {
    await product.stop();
  }
}

async function compare(product, inputs) {
  const { clients, rounds, studies, floorStudies, warmUp } = inputs;
  const { processes } = product;
  const floorUrl = await product.databaseOf('floor');
  const parts = await hospitalAndReaders(product, clients);
  const floor = await openFloor({ url: floorUrl, clients });
  await runLives(parts, 'w', warmUp);
  await floor.run(warmUp);
  const rows = { product: await rowCounts(product.ownerUrl), floor: await rowCounts(floorUrl) };
  const a = [];
  const b = [];
  for (let round = 0; round < rounds; round++) {
    a.push(await measured(() => runLives(parts, String(round), studies), processes, studies));
    if (floorStudies > 0) b.push(await measured(() => floor.run(floorStudies), processes, floorStudies));
    const last = b.at(-1);
    console.error(`round ${round + 1}: ${a.at(-1).perSecond.toFixed(0)}/s, floor ${last?.perSecond.toFixed(0)}/s`);
  }
  await verify(product, parts, warmUp + rounds * studies);
  const written = rowsPerStudy(rows.product, await rowCounts(product.ownerUrl), rounds * studies);
  parts.watch?.close();
  await floor.close();
  for (const client of [...parts.hospitals, ...parts.readers.map((reader) => reader.client)]) client.close();
  if (b.length === 0) return { product: a.map(({ perSecond, cpu }) => ({ perSecond, cpu })) };
  const floorWritten = rowsPerStudy(rows.floor, await rowCounts(floorUrl), rounds * floorStudies);
  checkFloor(written, floorWritten);
  return report({ inputs: { ...inputs, liveGateway: parts.watch !== null }, a, b, written, floorWritten });
}

function report({ inputs, a, b, written, floorWritten }) {
  const rate = (runs) => runs.map((each) => each.perSecond);
  const lives = a.flatMap((each) => each.lives);
  // Each run against the floor's run that came right after it: what wandered, wandered for both.
  const ratios = a.map((each, round) => each.perSecond / b[round].perSecond);
  return {
    ratio: rounded(median(ratios)),
    target: '>= 0.25',
    ...percentilesOf(lives.map((times) => times.at(-1) - times[0])),
    perSecond: rounded(median(rate(a))),
    floorPerSecond: rounded(median(rate(b))),
    against: {
      'world average, 133/s': rounded(median(rate(a)) / 133),
      'its peak hour, 350/s': rounded(median(rate(a)) / 350),
    },
    stepMedianMs: stepMedians(lives),
    cpuMsPerStudy: cpuMedians(a),
    floorCpuMsPerStudy: cpuMedians(b),
    floorLatency: percentilesOf(b.flatMap((each) => each.milliseconds)),
    emptyAnswers: a.reduce((sum, each) => sum + each.empty, 0),
    rowsPerStudy: { product: written, floor: floorWritten },
    spread: { ratio: spreadOf(ratios), perSecond: spreadOf(rate(a)), floorPerSecond: spreadOf(rate(b)) },
    inputs,
  };
}
