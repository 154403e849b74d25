import type { Tx } from '@overread/platform';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { violation, type Violation } from './violation.js';

/** What a sender was told, one JSON object a line. */
const accepted = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('study'),
    id: z.string(),
    accessionNumber: z.string().nullish(),
    studyInstanceUid: z.string().nullish(),
    key: z.string().nullish(),
  }),
  z.object({ kind: z.literal('image'), sopInstanceUid: z.string(), studyInstanceUid: z.string() }),
  z.object({ kind: z.literal('report'), readId: z.string(), issues: z.string() }),
]);
export type Accepted = z.infer<typeof accepted>;

export async function readAccepted(file: string): Promise<Accepted[]> {
  const list: Accepted[] = [];
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.trim() !== '') list.push(accepted.parse(JSON.parse(line)));
  return list;
}

interface Found {
  subject: string;
  rows: number;
  ids: string[];
}

/** What was answered with success is there, once, under the id that was told. */
export async function checkAccepted(tx: Tx, list: readonly Accepted[]): Promise<Violation[]> {
  const studies = list.filter((each) => each.kind === 'study');
  const images = list.filter((each) => each.kind === 'image');
  const reports = list.filter((each) => each.kind === 'report');
  return [
    ...(await once(tx, {
      what: 'study',
      sql: BY_ACCESSION,
      asked: studies.flatMap((each) => each.accessionNumber ?? []),
    })),
    ...(await once(tx, { what: 'study', sql: BY_UID, asked: studies.flatMap((each) => each.studyInstanceUid ?? []) })),
    ...(await once(tx, { what: 'image', sql: BY_SOP, asked: images.map((each) => each.sopInstanceUid) })),
    ...(await once(tx, {
      what: 'report',
      sql: BY_READ,
      asked: reports.map((each) => `${each.readId} ${each.issues}`),
    })),
    ...(await once(tx, { what: 'study', sql: BY_ID, asked: studies.map((each) => each.id) })),
    ...(await checkKeys(tx, studies)),
  ];
}

const counting = (column: string, table: string) =>
  `select a as subject, count(t.*)::int as rows, array_remove(array_agg(t.id::text), null) as ids
   from unnest($1::text[]) a left join ${table} t on ${column} = a group by a having count(t.*) <> 1`;
const BY_ACCESSION = counting('t.accession_number', 'study');
const BY_UID = counting('t.study_instance_uid', 'study');
const BY_ID = counting('t.id::text', 'study');
const BY_SOP = counting('t.sop_instance_uid', 'image');
const BY_READ = counting(`t.read_id || ' ' || t.kind`, 'report');

async function once(
  tx: Tx,
  { what, sql, asked }: { what: string; sql: string; asked: string[] },
): Promise<Violation[]> {
  const wrong = asked.length === 0 ? [] : await tx.read<Found>(sql, [[...new Set(asked)]]);
  return wrong.map(({ subject, rows, ids }) =>
    rows === 0
      ? violation('accepted/lost', subject, `the ${what} was accepted and is not there`)
      : violation('accepted/twice', subject, `the ${what} is there ${rows} times: ${ids.join(', ')}`),
  );
}

/** The same key was answered with the same study each time, and the answer that is kept names it. */
async function checkKeys(tx: Tx, studies: readonly Extract<Accepted, { kind: 'study' }>[]): Promise<Violation[]> {
  const idOf = new Map<string, string>();
  const found: Violation[] = [];
  for (const { key, id } of studies) {
    if (!key) continue;
    if ((idOf.get(key) ?? id) !== id)
      found.push(violation('accepted/two-answers', key, `${idOf.get(key)}, then ${id}`));
    idOf.set(key, id);
  }
  const kept = await tx.read<{ key: string; id: string | null }>(
    `select key, response ->> 'id' as id from idempotency where key = any ($1)`,
    [[...idOf.keys()]],
  );
  for (const { key, id } of kept)
    if (id !== idOf.get(key)) found.push(violation('accepted/answer', key, `answers ${id}, was told ${idOf.get(key)}`));
  return found;
}
