import type { HealthSystem, Instant, ReaderFacts, ReadFacts, Relations } from '@overread/domain';
import { createHash } from 'node:crypto';
import type { FreshDatabase } from './database.js';
import pg from 'pg';

/** Ids of generated networks are words; the database has UUIDs. */
export const uuidOf = (word: string): string =>
  createHash('md5')
    .update(word)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5');

const DATE = /^\d{4}-\d\d-\d\dT.*Z$/;
const WORDS = new Set(['country', 'zone', 'kind', 'level', 'jurisdiction', 'code', 'basis', 'mode', 'name', 'state']);

/** The same with every id a UUID, wherever it stands. */
export function withUuids<T>(value: T, key = ''): T {
  const isId = key === 'id' || key.endsWith('Id') || key.endsWith('Ids');
  if (typeof value === 'string') return (isId && !WORDS.has(key) && !DATE.test(value) ? uuidOf(value) : value) as T;
  if (Array.isArray(value)) return value.map((each) => withUuids(each, key)) as T;
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withUuids(each, name)])) as T;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The rules do not ask for every column: what later columns must hold is not for here to say. */
const OPTIONAL = `do $$ declare each record; begin
  for each in select attrelid::regclass as name, attname from pg_attribute
    where attrelid in ('reading_session'::regclass, 'roster_shift'::regclass, 'reader'::regclass, 'facility'::regclass,
        'study'::regclass, 'read'::regclass, 'contract'::regclass, 'agreement'::regclass)
      and attnum > 0 and attnotnull and not attisdropped
      and not exists (select from pg_index i where i.indrelid = attrelid and i.indisprimary and attnum = any (i.indkey)) loop
    execute format('alter table %s alter column %I drop not null', each.name, each.attname);
  end loop;
end $$`;

/** Rows of generated networks and studies, written behind the server's back. */
export class StoredNetwork {
  private constructor(private readonly client: pg.Client) {}

  static async open({ ownerUrl }: FreshDatabase): Promise<StoredNetwork> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(OPTIONAL);
    return new StoredNetwork(client);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async replace(network: {
    readers: readonly ReaderFacts[];
    relations: ReadonlyMap<string, Relations>;
  }): Promise<void> {
    await this.client.query(
      'truncate reader, licence, privilege, reading_session, roster_shift, agreement, contract, health_system, facility',
    );
    const { readers } = network;
    await this.insert(
      'reader',
      readers.map(({ reader }) => reader),
    );
    await this.insert(
      'licence',
      readers.flatMap(({ licences }) => licences),
    );
    await this.insert(
      'privilege',
      readers.flatMap(({ privileges }) => privileges),
    );
    await this.insert(
      'reading_session',
      readers.flatMap(({ session }) => session ?? []),
    );
    await this.insert(
      'roster_shift',
      readers.flatMap(({ shifts }) => shifts),
    );
    const relations = [...network.relations.values()];
    await this.insert(
      'agreement',
      relations.flatMap(({ agreements }) => agreements),
    );
    await this.insert(
      'contract',
      relations.flatMap(({ contracts }) => contracts),
    );
  }

  /** A read and its study, those who did other reads of it, and what the readers hold besides. */
  async study(read: ReadFacts, readers: readonly ReaderFacts[], at: Instant): Promise<void> {
    await this.client.query('truncate read, study, study_access, health_system, facility');
    await this.insert('health_system', [read.healthSystem satisfies HealthSystem]);
    await this.insert('facility', [read.facility]);
    const common = { healthSystemId: read.healthSystem.id, facilityId: read.facility.id, at };
    await this.insert('study', [studyRow(read, { ...common, id: uuidOf('study') })]);
    await this.insert('study', [studyRow(read, { ...common, id: uuidOf('other study') })]);
    const mine = { ...common, studyId: uuidOf('study') };
    await this.insert('read', [readRow({ ...mine, ...read, id: read.readId, state: 'queued', readerId: null })]);
    await this.insert(
      'read',
      read.otherReads.map((other, index) =>
        readRow({ ...mine, ...read, ...other, id: uuidOf(`other ${index}`), state: 'completed' }),
      ),
    );
    const held = readers.flatMap(({ reader, held: { routineMinutes, urgentMinutes } }) =>
      [routineMinutes, urgentMinutes].map((expectedMinutes, index) =>
        readRow({
          ...common,
          ...read,
          studyId: uuidOf('other study'),
          id: uuidOf(`${reader.id} holds ${index}`),
          readerId: reader.id,
          purpose: ['primary', 'secondary'][index],
          state: 'assigned',
          expectedMinutes,
        }),
      ),
    );
    await this.insert('read', held);
  }

  async failed(read: ReadFacts, readers: readonly ReaderFacts[], stage: string, at: Instant): Promise<string[][]> {
    const { rows } = await this.client.query<{ failed: string[] }>(
      `select overread_failed_rules($1, id, $3, $4) as failed from unnest($2::uuid[]) with ordinality r (id, nr) order by nr`,
      [read.readId, readers.map(({ reader }) => reader.id), stage, at],
    );
    return rows.map((row) => row.failed);
  }

  private async insert(table: string, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return;
    const named = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, each]) => [snake(name), each])));
    await this.client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
      JSON.stringify(named),
    ]);
  }
}

interface Common {
  healthSystemId: string;
  facilityId: string;
  at: Instant;
}

const studyRow = (read: ReadFacts, { at, ...rest }: Common & { id: string }) => ({
  ...rest,
  patientId: uuidOf('patient'),
  studyInstanceUid: `1.2.${rest.id}`,
  accessionIssuer: '',
  modalities: read.modalities,
  modalityFamily: read.modalityFamily,
  planar: false,
  patientClass: read.patientClass,
  payer: read.payer,
  requestedPriority: read.priority,
  priority: read.priority,
  subspecialty: read.subspecialty,
  reportLanguage: read.reportLanguage,
  announced: {},
  seriesArrived: 0,
  instancesArrived: 0,
  priors: [],
  pauses: [],
  identityUnconfirmed: false,
  state: 'ready',
  receivedAt: at,
  version: 1,
});

const readRow = ({ at, ...rest }: Common & Record<string, unknown>) => ({
  ordinal: 1,
  ladder: [],
  ladderStep: 0,
  declinedBy: [],
  queuedAt: at,
  version: 1,
  ...rest,
});
