// From the commit of a study that became ready to the commit of its offer to a reader, with 20,000 reads waiting that nobody
// there may read and 1,000 readers signed on; against graphile-worker doing an empty job per study on the same database.
// Paced, and as many at once as there are: decisions (or jobs) per second.
import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { HttpClient } from '../support/http-client.mjs';
import { copyReader } from '../support/many-readers.mjs';
import { copyStudy } from '../support/open-reads.mjs';
import { until } from '../support/processes.mjs';
import { startProduct } from '../support/product.mjs';
import { makeReaders, signIn } from '../support/readers.mjs';
import { median, percentilesOf, rounded, spreadOf } from '../support/statistics.mjs';

const FACILITY = 'mercy-north';
/** Under the same contract; the readers have no privilege there. */
const ELSEWHERE = 'mercy-east';
const GROUP = 'Lone Star Radiology';
const DEFAULTS = { waiting: 20_000, readers: 1_000, perSecond: 50, seconds: 8, burst: 500, rounds: 3 };
/** The dispatcher finds what was copied past the log when it looks at everything, every half minute. */
const FOUND_MS = 35_000;
/** Longer than it takes the dispatcher to hear who is free again. */
const HEARD_MS = 5_000;

const peer = (name, ...args) => fork(path.resolve(import.meta.dirname, '../peers', `${name}.mjs`), args);
const answerOf = (child) =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a peer ended with ${code}`)));
  });

async function prepare({ url, demo, ownerUrl }, inputs) {
  const user = demo.users.find(({ role }) => role === 'administrator');
  const admin = new HttpClient(url, (await signIn(url, user)).token);
  const find = async (address, matches) => (await admin.call('GET', address)).body.items.find(matches);
  const group = await find('/reading-groups?limit=100', (each) => each.name === GROUP);
  const facility = await find('/facilities?limit=100', (each) => each.code === FACILITY);
  const elsewhere = await find('/facilities?limit=100', (each) => each.code === ELSEWHERE);
  const [reader] = await makeReaders({ url, admin, group, facility, count: 1 });
  const { key } = demo.apiKeys.find((each) => each.facilities.includes(FACILITY));
  const hospital = new HttpClient(url, key);
  const { body } = await hospital.call('POST', '/studies', { ...demo.example.study, facility: FACILITY });
  const arriving = (inputs.perSecond * inputs.seconds + inputs.burst) * (inputs.rounds + 1);
  const arrivals = await copyStudy(ownerUrl, body.id, arriving, { name: 'ARRIVAL', state: 'expected' });
  await copyStudy(ownerUrl, body.id, inputs.waiting, { name: 'WAITING', facilityId: elsewhere.id });
  await copyReader(ownerUrl, reader.id, inputs.readers - 1);
  for (const client of [admin, hospital, reader.client]) client.close();
  return arrivals;
}

/** When what became ready, and its offer, were committed: PostgreSQL keeps the instants, so that nobody has to watch for them. */
async function watchOffers(ownerUrl) {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => {});
  await client.connect();
  const committed = async (studies, type) => {
    const { rows } = await client.query(
      `select study_id as id, extract(epoch from min(pg_xact_commit_timestamp(xmin)))::float8 * 1000 as at
       from event where study_id = any($1) and type = $2 group by study_id`,
      [studies, type],
    );
    return Object.fromEntries(rows.map(({ id, at }) => [id, at]));
  };
  const isOffered = async (studies) => {
    const { rows } = await client.query(
      `select from read where study_id = any($1) and state = 'queued' and purpose = 'primary' limit 1`,
      [studies],
    );
    return rows.length === 0;
  };
  return { committed, isOffered, stop: () => client.end() };
}

/** Every study is with a reader of its own; then all are done, and everybody is idle again. */
async function settle(ownerUrl, studies) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    `select count(distinct reader_id)::int as readers, count(*)::int as reads from read where study_id = any($1) and state = 'assigned'`,
    [studies],
  );
  if (rows[0].readers !== studies.length || rows[0].reads !== studies.length)
    throw new Error(`${studies.length} studies are with ${rows[0].readers} readers in ${rows[0].reads} reads`);
  // With its event, as whoever signs would write it: the dispatcher hears that they are free again.
  await client.query(
    `with r as (update read set state = 'completed', completed_at = now(), version = version + 1 where study_id = any($1)
        returning id, health_system_id, study_id, reader_id, version)
      , s as (update study set state = 'final', version = version + 1 where id = any($1))
      , p as materialized (select overread_next_position() as position, r.* from r)
      , e as (insert into event (position, at, actor, type, health_system_id, study_id, read_id, reader_ids, version, data)
        select position, clock_timestamp(), 'bench', 'read.completed', health_system_id, study_id, id,
          array_remove(array[reader_id], null), version, '{}' from p)
      insert into event_topic (topic, position) select unnest(array['network', 'study:' || study_id::text]), position from p`,
    [studies],
  );
  await client.query('notify overread_log');
  await client.end();
}

async function offered(writer, watch, studies, perSecond) {
  writer.send({ studies, perSecond });
  await answerOf(writer);
  await until('the last offer', () => watch.isOffered(studies), 60_000);
  return { at: await watch.committed(studies, 'study.ready'), doneAt: await watch.committed(studies, 'read.assigned') };
}

async function worked(jobs, studies, perSecond) {
  jobs.send({ studies, perSecond });
  return answerOf(jobs);
}

const latencies = (studies, { at, doneAt }) => studies.map((id) => Math.max(0, doneAt[id] - at[id]));

/** From the first commit to the last decision. */
const rate = (studies, { at, doneAt }) =>
  (1000 * studies.length) / (Math.max(...studies.map((id) => doneAt[id])) - Math.min(...studies.map((id) => at[id])));

async function compare({ ownerUrl }, arrivals, { writer, jobs, watch }, inputs) {
  const paced = inputs.perSecond * inputs.seconds;
  const ours = { ms: [], rates: [] };
  const theirs = { ms: [], rates: [] };
  for (let round = -1; round < inputs.rounds; round++) {
    const mine = arrivals.splice(0, paced + inputs.burst);
    await delay(HEARD_MS);
    const [some, many] = [mine.slice(0, paced), mine.slice(paced)];
    const a = await offered(writer, watch, some, inputs.perSecond);
    const all = await offered(writer, watch, many);
    await settle(ownerUrl, mine);
    const b = await worked(jobs, some, inputs.perSecond);
    const allJobs = await worked(jobs, many);
    if (round < 0) continue; // the first fills caches
    ours.ms.push(...latencies(some, a));
    ours.rates.push(rate(many, all));
    theirs.ms.push(...latencies(some, b));
    theirs.rates.push(rate(many, allJobs));
  }
  return { ours, theirs };
}

export async function jobs(options = {}) {
  const { nodeOptions, profile, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const product = await startProduct({ nodeOptions, profile, settings: { track_commit_timestamp: 'on' } });
  const parts = {};
  try {
    const arrivals = await prepare(product, inputs);
    parts.writer = peer('arrivals', product.ownerUrl);
    await answerOf(parts.writer);
    parts.jobs = peer('empty-jobs', product.ownerUrl);
    await answerOf(parts.jobs);
    parts.watch = await watchOffers(product.ownerUrl);
    await delay(FOUND_MS);
    const { ours, theirs } = await compare(product, arrivals, parts, inputs);
    return {
      commitToOffer: percentilesOf(ours.ms),
      offerTarget: 'p95 <= 500 ms',
      commitToEmptyJob: percentilesOf(theirs.ms),
      decisionsPerSecond: rounded(median(ours.rates)),
      emptyJobsPerSecond: rounded(median(theirs.rates)),
      target: 'faster than the empty job on both',
      spread: { decisions: spreadOf(ours.rates), jobs: spreadOf(theirs.rates) },
      inputs,
    };
  } finally {
    parts.writer?.disconnect();
    parts.jobs?.disconnect();
    await parts.watch?.stop();
    await product.stop();
  }
}
