// What a run has written, table by table: the product and its floor must write the same rows.
import pg from 'pg';

export const TABLES = [
  'patient',
  'study',
  'study_order',
  'read',
  'study_access',
  'sla_clock',
  'routing_decision',
  'dispatch_decision',
  'report',
  'access_log',
  'event',
  'event_topic',
];

export async function withDatabase(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function rowCounts(url) {
  const counts = TABLES.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ');
  return withDatabase(url, async (client) => (await client.query(`select ${counts}`)).rows[0]);
}

/** Rows per study between two counts. */
export const rowsPerStudy = (before, after, studies) =>
  Object.fromEntries(TABLES.map((table) => [table, (after[table] - before[table]) / studies]));

/** A floor that writes more than the product would flatter it. */
export function checkFloor(product, floor) {
  const more = TABLES.filter((table) => floor[table] > product[table] * 1.02 + 0.01);
  if (more.length === 0) return;
  const told = more.map((table) => `${table} ${floor[table]} rather than ${product[table]}`);
  throw new Error(`the floor writes more rows per study than the product: ${told.join(', ')}`);
}
