// The floor under the lifecycle bench: the same rows, written by a bare `pg` script in the fewest statements that keep
// the promises (each step one durable commit, its events in the same statement, guarded by the row's state).
// Run alone: node bench/floor/lifecycle.mjs URL [studies] [clients]; URL signs in as the schema's owner.
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

/** Appends `p(type, version)` with the topics of one study's events; before it is assigned there is no worklist. */
const appendEvents = (values, worklist = ` || array['worklist:' || $5::text]`) => `
  , p as materialized (select overread_next_position() as position, x.type, x.version from (values ${values}) as x(type, version))
  , e as (insert into event (position, at, actor, type, health_system_id, study_id, read_id, reading_group_ids, reader_ids, version, data)
      select position, clock_timestamp(), 'floor', type, $1::uuid, $2::uuid, $3::uuid, array[$4::uuid], array[$5::uuid], version, '{}' from p)
  , et as (insert into event_topic (topic, position) select unnest(array['network', 'health-system:' || $1::text,
      'reading-group:' || $4::text, 'study:' || $2::text]${worklist}), position from p)`;

const LADDER = `jsonb_build_array(jsonb_build_object('pool', jsonb_build_object('readingGroupIds', jsonb_build_array($4::text)), 'openedAt', '2026-01-01T00:00:00Z'))`;

/** One statement a step; $1 health system, $2 study, $3 read, $4 reading group, $5 reader, $6 a further id. */
const STEPS = {
  submit: `
    with pt as (insert into patient (health_system_id, id, mrn, issuer, family, given, birth_date, sex, version)
      values ($1, $6, $2::text, 'FLOOR', 'Doe', 'Jane', '1950-01-31', 'F', 1))
    , st as (insert into study (health_system_id, id, facility_id, patient_id, study_instance_uid, accession_number,
        accession_issuer, modalities, modality_family, planar, body_part, description, patient_class, requested_priority,
        priority, report_language, announced, series_arrived, instances_arrived, priors, identity_unconfirmed, state,
        received_at, ready_at, version)
      values ($1, $2, $1, $6, '2.25.' || $6::text, $2::text, 'FLOOR', '{CT}', 'CT', false, 'HEAD', 'CT HEAD', 'emergency',
        'stat', 'stat', 'en', '{"series": 2, "instances": 64}', 0, 0, '[]', false, 'ready', clock_timestamp(), clock_timestamp(), 1))
    , so as (insert into study_order (health_system_id, id, study_id, accession_number, issuer)
      values ($1, $6, $2, $2::text, 'FLOOR'))
    , rd as (insert into read (health_system_id, id, study_id, facility_id, ordinal, purpose, issues, independent, state,
        due_at, ladder, ladder_step, declined_by, billable, expected_minutes, queued_at, version)
      values ($1, $3, $2, $1, 1, 'primary', 'final', false, 'queued', clock_timestamp() + interval '1 hour', ${LADDER}, 0,
        '{}', true, 8, clock_timestamp(), 1))
    , cl as (insert into sla_clock (health_system_id, id, study_id, read_id, name, started_at, target_minutes, due_at,
        warn_at, version)
      values ($1, $6, $2, $3, 'turnaround', clock_timestamp(), 60, clock_timestamp() + interval '1 hour',
        clock_timestamp() + interval '48 minutes', 1))
    , ro as (insert into routing_decision (health_system_id, study_id, id, at, plan, explanation)
      values ($1, $2, $6, clock_timestamp(), 'final-onshore', '{}'))
    , al as (insert into access_log (principal, role, health_system_id, study_id, patient_id, action)
      values ($5::text, 'hospital', $1, $2, $6, 'submit'))
    ${appendEvents(`('study.received', 1), ('study.ready', 1), ('read.queued', 1), ('sla.started', 1)`, '')}
    select count(*) from p`,
  assign: `
    with rd as (update read set state = 'assigned', tier = 'onshore', reading_group_id = $4, reader_id = $5, session_id = $6,
        offer_expires_at = clock_timestamp() + interval '5 minutes', version = version + 1
      where health_system_id = $1 and id = $3 and state = 'queued' returning 1)
    , dd as (insert into dispatch_decision (health_system_id, id, study_id, read_id, at, trigger, chosen, candidates, facts)
      select $1, $6, $2, $3, clock_timestamp(), 'ready', $5, '[]', '{}' from rd)
    , al as (insert into access_log (principal, role, health_system_id, study_id, action)
      select $5::text, 'reader', $1, $2, 'take' from rd)
    ${appendEvents(`('read.assigned', 2)`)}
    select count(*) from rd`,
  open: `
    with rd as (update read set state = 'in-progress', started_at = clock_timestamp(), opened_at = clock_timestamp(),
        version = version + 1
      where health_system_id = $1 and id = $3 and state = 'assigned' and reader_id = $5 returning 1)
    , st as (update study set state = 'reading', version = version + 1 from rd where health_system_id = $1 and id = $2)
    , al as (insert into access_log (principal, role, health_system_id, study_id, action)
      select $5::text, 'reader', $1, $2, coalesce('open', $6::text) from rd)
    ${appendEvents(`('read.started', 3), ('read.opened', 3)`)}
    select count(*) from rd`,
  final: `
    with rd as (update read set state = 'completed', completed_at = clock_timestamp(), version = version + 1
      where health_system_id = $1 and id = $3 and state = 'in-progress' and reader_id = $5 returning 1)
    , st as (update study set state = 'final', version = version + 1 from rd where health_system_id = $1 and id = $2)
    , cl as (update sla_clock set stopped_at = clock_timestamp(), version = version + 1 from rd
      where health_system_id = $1 and study_id = $2)
    , rp as (insert into report (health_system_id, id, study_id, read_id, kind, sections, impression, conclusion, author_id,
        author_name, signed_at, flags)
      select $1, $6, $2, $3, 'final', '{"findings": "No acute finding."}', 'Normal.', 'normal', $5, 'Floor', clock_timestamp(),
        '{}' from rd)
    ${appendEvents(`('report.finalized', 4), ('read.completed', 4), ('sla.stopped', 2)`)}
    select count(*) from rd`,
};
// Every parameter is a uuid; PostgreSQL would guess from its first use.
const STATEMENTS = Object.entries(STEPS).map(([name, text]) => ({
  name: `floor_${name}`,
  text: text.replaceAll(/\$(\d)(?!::uuid)/g, '$$$1::uuid'),
}));
const EVENTS_PER_STUDY = 10;

async function oneStudy(client, ids) {
  const began = performance.now();
  for (const { name, text } of STATEMENTS) {
    const further = name === 'floor_submit' ? ids.further : randomUUID();
    const values = [ids.healthSystem, ids.study, ids.read, ids.group, ids.reader, further];
    const { rows } = await client.query({ name, text, values });
    if (Number(rows[0].count) < 1) throw new Error(`${name} found its read in another state`);
  }
  return performance.now() - began;
}

async function verify(client, healthSystem, studies) {
  const { rows } = await client.query(
    `select (select count(*) from study where health_system_id = $1 and state = 'final') as studies,
       (select count(*) from report where health_system_id = $1) as reports,
       (select count(*) from event where health_system_id = $1) as events`,
    [healthSystem],
  );
  const [found] = rows;
  const right =
    Number(found.studies) === studies &&
    Number(found.reports) === studies &&
    Number(found.events) === studies * EVENTS_PER_STUDY;
  if (!right) throw new Error(`the floor wrote ${JSON.stringify(found)} for ${studies} studies`);
}

/** Connections that stay open between runs, as a server's do: `run` answers milliseconds of each life, and how many a second. */
export async function openFloor({ url, clients }) {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => {}); // the query in flight reports it
      await client.connect();
      return client;
    }),
  );
  return {
    run: (studies) => runFloor(connections, studies),
    close: () => Promise.all(connections.map((client) => client.end())),
  };
}

async function runFloor(connections, studies) {
  const healthSystem = randomUUID();
  const groups = Array.from({ length: 5 }, () => randomUUID());
  const readers = Array.from({ length: 50 }, () => randomUUID());
  const milliseconds = [];
  let started = 0;
  const began = performance.now();
  await Promise.all(
    connections.map(async (client) => {
      while (started < studies) {
        const n = started++;
        const ids = { healthSystem, study: randomUUID(), read: randomUUID(), further: randomUUID() };
        const who = { group: groups[n % groups.length], reader: readers[n % readers.length] };
        milliseconds.push(await oneStudy(client, { ...ids, ...who }));
      }
    }),
  );
  const perSecond = studies / ((performance.now() - began) / 1000);
  await verify(connections[0], healthSystem, studies);
  return { perSecond, milliseconds };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [url, studies = '2000', clients = '32'] = process.argv.slice(2);
  const floor = await openFloor({ url, clients: Number(clients) });
  await floor.run(Number(studies) / 4);
  const { perSecond, milliseconds } = await floor.run(Number(studies));
  await floor.close();
  milliseconds.sort((a, b) => a - b);
  const at = (share) => milliseconds[Math.ceil(share * milliseconds.length) - 1].toFixed(1);
  console.log(`${perSecond.toFixed(0)} studies/s, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
}
