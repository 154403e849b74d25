// One manager's queue of 20,000 open reads over HTTP against a plain `select` of the same rows; and how long a reader
// waits for the next of them.
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { HttpClient } from '../support/http-client.mjs';
import { copyStudy } from '../support/open-reads.mjs';
import { startProduct } from '../support/product.mjs';
import { makeReaders, signIn } from '../support/readers.mjs';
import { median, percentilesOf, rounded, spreadOf } from '../support/statistics.mjs';

const FACILITY = 'mercy-north';
const GROUP = 'Lone Star Radiology';
const DEFAULTS = { reads: 20_000, rounds: 9, takes: 40 };

const PLAIN = `
  select r.id, r.study_id, r.purpose, r.issues, r.state, s.priority, s.protocol, s.modality_family, s.body_part, f.code,
    r.tier, r.reading_group_id, r.reader_id, d.name, s.received_at, r.due_at, r.version
  from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
  join facility f on f.id = r.facility_id left join reader d on d.id = r.reader_id
  where r.state in ('queued', 'assigned', 'in-progress') order by r.id limit $1`;

async function timed(work) {
  const began = performance.now();
  const result = await work();
  return { result, ms: performance.now() - began };
}

async function prepare({ url, demo, ownerUrl }, { reads }) {
  const userOf = (matches) => signIn(url, demo.users.find(matches));
  const admin = new HttpClient(url, (await userOf((user) => user.role === 'administrator')).token);
  const manager = new HttpClient(
    url,
    (await userOf((user) => user.role === 'group-manager' && user.organization === GROUP)).token,
  );
  const find = async (path, matches) => (await admin.call('GET', path)).body.items.find(matches);
  const group = await find('/reading-groups?limit=100', (each) => each.name === GROUP);
  const facility = await find('/facilities?limit=100', (each) => each.code === FACILITY);
  const readers = await makeReaders({ url, admin, group, facility, count: 4 });
  const { key } = demo.apiKeys.find((each) => each.facilities.includes(FACILITY));
  const hospital = new HttpClient(url, key);
  const { body } = await hospital.call('POST', '/studies', { ...demo.example.study, facility: FACILITY });
  await copyStudy(ownerUrl, body.id, reads - 1);
  return { manager, readers, close: () => [admin, manager, hospital].forEach((client) => client.close()) };
}

export async function queue(options = {}) {
  const { nodeOptions, profile, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const product = await startProduct({ nodeOptions, profile });
  const client = new pg.Client({ connectionString: product.ownerUrl });
  client.on('error', () => {});
  try {
    const { manager, readers, close } = await prepare(product, inputs);
    await client.connect();
    const answer = await compare({ manager, readers, client }, inputs);
    close();
    for (const reader of readers) reader.client.close();
    return answer;
  } finally {
    await client.end();
    await product.stop();
  }
}

async function compare({ manager, readers, client }, inputs) {
  const { reads, rounds, takes } = inputs;
  const ours = [];
  const plain = [];
  for (let round = -1; round < rounds; round++) {
    const a = await timed(() => manager.call('GET', `/queues?limit=${reads}`));
    const b = await timed(() => client.query(PLAIN, [reads]));
    const [got, wanted] = [a.result.body.items.map((row) => row.readId), b.result.rows.map((row) => row.id)];
    if (got.length !== reads || got.some((id, place) => id !== wanted[place]))
      throw new Error(`the queue has ${got.length} rows and the table ${wanted.length}, or others`);
    if (round < 0) continue; // the first look fills caches
    ours.push(a.ms);
    plain.push(b.ms);
  }
  const next = [];
  const taken = new Set();
  for (let take = 0; take < takes; take++) {
    const { result, ms } = await timed(() => readers[take % readers.length].client.call('POST', '/worklist/next'));
    taken.add(result.body?.read.id);
    next.push(ms);
  }
  if (taken.size !== takes || taken.has(undefined)) throw new Error(`${takes} readers took ${taken.size} reads`);
  const ratios = ours.map((ms, round) => ms / plain[round]);
  return {
    ratio: rounded(median(ratios)),
    target: '<= 3',
    ...percentilesOf(ours),
    plainMedianMs: rounded(median(plain)),
    next: percentilesOf(next.slice(readers.length)),
    nextTarget: 'p50 <= 100 ms',
    spread: { ratio: spreadOf(ratios), ms: spreadOf(ours), plainMs: spreadOf(plain) },
    inputs,
  };
}
