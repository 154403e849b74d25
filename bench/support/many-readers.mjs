// Readers beyond the first: copies of one that was made through the API, with its credentials, each signed on to be offered
// work. Told of in the log, so that the server looks them up.
import { withDatabase } from './stored-rows.mjs';

const copiesOf = (table, { where, keys }) => `insert into ${table} select t.* from ${table} o, reader_copy copy,
  lateral jsonb_populate_record(null::${table}, to_jsonb(o) || ${keys}) t where ${where}`;

/** Copies the reader `count` times; the original is signed on to be offered work as well. */
export async function copyReader(ownerUrl, readerId, count) {
  await withDatabase(ownerUrl, async (client) => {
    await client.query(`update reading_session set mode = 'push' where reader_id = $1`, [readerId]);
    await client.query(`create temporary table reader_copy as
      select n, uuidv7() as id from generate_series(1, ${Number(count)}) n`);
    const own = `jsonb_build_object('id', uuidv7(), 'reader_id', copy.id)`;
    const where = 'o.reader_id = $1';
    const copies = [
      ['reader', { where: 'o.id = $1', keys: `jsonb_build_object('id', copy.id, 'name', 'Dr Copy ' || copy.n)` }],
      ['licence', { where, keys: own }],
      ['privilege', { where, keys: own }],
      ['reading_session', { where: `${where} and o.ended_at is null`, keys: own }],
    ];
    for (const [table, copy] of copies) await client.query(copiesOf(table, copy), [readerId]);
    await client.query(
      `insert into event (at, actor, type, version, data) select clock_timestamp(), 'bench', 'reader.changed', 1,
         jsonb_build_object('readerId', id) from (select id from reader_copy union all select $1::uuid) r`,
      [readerId],
    );
    await client.query('analyze reader, licence, privilege, reading_session');
    await client.query('notify overread_log');
  });
}
