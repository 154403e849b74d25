// Many studies that were read long ago: copies of one that went through the public API, in every table it has rows in.
import { withDatabase } from './stored-rows.mjs';

const AT_ONCE = 100_000;

/** An id for the copy's number, in order as a UUIDv7's are; the same for the same kind and number. */
const idOf = (kind) =>
  `('0190' || lpad(to_hex(n), 8, '0') || '7' || substr(md5('${kind}'), 1, 3) || '8' || substr(md5('${kind}' || n), 1, 15))::uuid`;
const ofStudy = { study_id: idOf('study') };
const ofRead = { ...ofStudy, read_id: idOf('read') };

/** What differs between a copy and its original, by table; everything else is copied. */
const DIFFERENT = {
  patient: { id: idOf('patient'), mrn: `'OLD-' || n` },
  study: {
    id: idOf('study'),
    patient_id: idOf('patient'),
    accession_number: `'OLD-' || n`,
    received_at: `o.received_at - n * interval '20 seconds'`,
  },
  study_order: { ...ofStudy, id: idOf('order'), accession_number: `'OLD-' || n` },
  read: { ...ofStudy, id: idOf('read') },
  study_access: ofStudy,
  sla_clock: { ...ofRead, id: idOf('clock') },
  routing_decision: { ...ofStudy, id: idOf('routing') },
  dispatch_decision: { ...ofRead, id: idOf('dispatch') },
  report: { ...ofRead, id: idOf('report') },
  access_log: {
    ...ofStudy,
    id: `overlay(${idOf('look')}::text placing substr(md5(o.id::text), 1, 12) from 25)::uuid`,
    patient_id: idOf('patient'),
  },
};

const origin = (table) => {
  if (table === 'patient') return 'o.id = (select patient_id from study where id = $1)';
  return table === 'study' ? 'o.id = $1' : 'o.study_id = $1';
};

/** Big tables are loaded without their indexes, which are then made in one go, as they were. */
async function withoutIndexes(client, tables, load) {
  const { rows } = await client.query(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await load();
  for (const { made } of rows) await client.query(made);
}

async function copyRows(client, table, { studyId, count }) {
  const { rows } = await client.query(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  const values = columns.map((name) => DIFFERENT[table][name] ?? `o.${name}`);
  for (let from = 1; from <= count; from += AT_ONCE)
    await client.query(
      `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
       from ${table} o, generate_series($2::int, $3::int) n where ${origin(table)}`,
      [studyId, from, Math.min(count, from + AT_ONCE - 1)],
    );
}

/** The final of each copy in the log, with its topics: what a follower or a timeline would find. */
async function copyEvents(client, { studyId, count }) {
  for (let from = 1; from <= count; from += AT_ONCE)
    await client.query(
      `with o as materialized (select * from event where study_id = $1 and type = 'report.finalized')
       , p as materialized (select overread_next_position() as position, n, ${idOf('study')} as study, ${idOf('read')} as read
           from generate_series($2::int, $3::int) n)
       , e as (insert into event (position, at, actor, type, health_system_id, study_id, read_id, reading_group_ids, reader_ids,
             version, data)
           select p.position, o.at, o.actor, o.type, o.health_system_id, p.study, p.read, o.reading_group_ids, o.reader_ids,
             o.version, o.data from p, o)
       insert into event_topic (topic, position)
         select unnest(array['network', 'health-system:' || o.health_system_id, 'study:' || p.study]), p.position from p, o`,
      [studyId, from, Math.min(count, from + AT_ONCE - 1)],
    );
}

/** Copies a study that is final `count` times, with everything it has left behind. */
export async function copyFinishedStudy(ownerUrl, studyId, count) {
  const tables = Object.keys(DIFFERENT);
  await withDatabase(ownerUrl, async (client) => {
    await client.query(`set synchronous_commit = off; set maintenance_work_mem = '512MB'`);
    await client.query('alter table read disable trigger user; alter table study_access disable trigger user');
    await withoutIndexes(client, tables, async () => {
      for (const table of tables) await copyRows(client, table, { studyId, count });
    });
    await copyEvents(client, { studyId, count });
    await client.query('alter table read enable trigger user; alter table study_access enable trigger user');
    await client.query(`analyze ${tables.join(', ')}, event, event_topic`);
    await client.query('checkpoint').catch(() => {}); // the owner may not; then it comes by itself
  });
}
