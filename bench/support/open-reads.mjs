// Many open reads at once: copies of a study that came in through the public API, each with rows of its own.
import { withDatabase } from './stored-rows.mjs';

/**
 * Copies the study `count` times, with its patient, read and clocks; deadlines spread over two days, one in ten STAT. Under
 * another name for each lot; `state` and `facilityId` where they shall differ. Answers the studies' ids.
 */
export async function copyStudy(ownerUrl, studyId, count, { name = 'COPY', state, facilityId } = {}) {
  const place = facilityId ? ` || jsonb_build_object('facility_id', '${facilityId}')` : '';
  const stand = state ? ` || jsonb_build_object('state', '${state}')` : '';
  const origin = { patient: '(select patient_id from study where id = $1)' };
  const copies = (table, keys) => `insert into ${table} select t.* from ${table} o, copy,
    lateral jsonb_populate_record(null::${table}, to_jsonb(o) || ${keys}) t
    where o.${table === 'study' || table === 'patient' ? 'id' : 'study_id'} = ${origin[table] ?? '$1'}`;
  return withDatabase(ownerUrl, async (client) => {
    await client.query(`create temporary table copy as select n, uuidv7() as study, uuidv7() as patient, uuidv7() as read,
      uuidv7() as further, now() + n % 2880 * interval '1 minute' as due from generate_series(1, ${Number(count)}) n`);
    const priority = `case when copy.n % 10 = 0 then 'stat' else 'routine' end`;
    const statements = [
      ['patient', `jsonb_build_object('id', copy.patient, 'mrn', '${name}-' || copy.n)`],
      [
        'study',
        `jsonb_build_object('id', copy.study, 'patient_id', copy.patient, 'accession_number', '${name}-' || copy.n,
          'priority', ${priority})${place}${stand}`,
      ],
      ['read', `jsonb_build_object('id', copy.read, 'study_id', copy.study, 'due_at', copy.due)${place}`],
      [
        'sla_clock',
        `jsonb_build_object('id', copy.further, 'study_id', copy.study, 'read_id', copy.read, 'due_at', copy.due + interval '1 day',
          'warn_at', copy.due + interval '1 day')`,
      ],
    ];
    for (const [table, keys] of statements) await client.query(copies(table, keys), [studyId]);
    await client.query('analyze patient, study, read, sla_clock, study_access');
    return (await client.query('select study from copy order by n')).rows.map((row) => row.study);
  });
}
