import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '@overread/domain';
import { all, LockOrder, mapConstraint, maybe, one, systemScope, type RowOf, type Scope } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { openTestDatabase, type TestDatabase } from '../support/database.js';

@LockOrder(10)
@Entity({ name: 'crate' })
class CrateEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') ownerId: string;
  @Column('text') label: string;
  @Column({ type: 'text', array: true }) marks: string[];
  @Column('jsonb') contents: Record<string, unknown>;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) sealedAt: Date | null;
  @Column({ type: 'bytea', nullable: true }) stamp: Buffer | null;
  @Column('integer') version: number;
}

@LockOrder(20)
@Entity({ name: 'bottle' })
class BottleEntity {
  @PrimaryColumn('uuid') crateId: string;
  @PrimaryColumn('integer') slot: number;
  @Column({ type: 'text', default: 'full' }) state: string;
}

const SET_UP = `
  create table crate (id uuid primary key, owner_id uuid not null, label text not null, marks text[] not null,
    contents jsonb not null, sealed_at timestamptz(3), stamp bytea, version integer not null,
    constraint crate_label_unique unique (label), touched integer not null default 0);
  create function count_touch() returns trigger language plpgsql as
    $$ begin new.touched = old.touched + 1; return new; end $$;
  create trigger crate_touched before update on crate for each row execute function count_touch();
  create table bottle (crate_id uuid not null references crate (id), slot integer not null, state text not null default 'full',
    primary key (crate_id, slot));
  create unique index bottle_open_unique on bottle (crate_id) where state = 'open';
  alter table crate enable row level security;
  create policy crate_visible on crate for all using ((select overread_is_system())
    or owner_id = any ((select string_to_array(overread_setting('organizations'), ',')::uuid[])::uuid[]));`;

mapConstraint('crate_label_unique', 'conflict', 'crate/label-taken', 'another crate has this label');

const owner = randomUUID();
const stranger = randomUUID();
const hospital = (organization: string): Scope => ({
  kind: 'principal',
  principalId: randomUUID(),
  role: 'hospital',
  organizationIds: [organization],
});
const event = (data: DomainEvent['data'] = {}): DomainEvent => ({
  type: 'network.changed',
  healthSystemId: owner as DomainEvent['healthSystemId'],
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: 1,
  data,
});

describe('a change', () => {
  let db: TestDatabase;
  let crate: RowOf<CrateEntity>;
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [CrateEntity, BottleEntity], setUp: SET_UP });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    crate = {
      id: randomUUID(),
      ownerId: owner,
      label: randomUUID(),
      marks: ['fragile', 'a "b", {c}'],
      contents: { wine: { year: 1990 } },
      sealedAt: new Date('2026-11-22T10:00:00.123Z'),
      stamp: Buffer.from([0, 255, 7]),
      version: 1,
    };
    await db.database.transaction(systemScope, (tx) => tx.put(CrateEntity, crate));
  });
  const stored = async () =>
    (await db.asOwner<Record<string, unknown>>('select * from crate where id = $1', [crate.id]))[0];

  it('loads every column as it was put', async () => {
    await db.database.transaction(systemScope, (tx) =>
      tx.change({ crate: one(CrateEntity, { id: crate.id }) }, (rows) => {
        expect(rows.crate).toEqual(crate);
        return { result: undefined };
      }),
    );
  });

  it('saves only columns that differ, and nothing when the same row comes back', async () => {
    await db.database.transaction(systemScope, async (tx) => {
      const target = { crate: one(CrateEntity, { id: crate.id }) };
      await tx.change(target, (rows) => ({ next: rows, result: undefined }));
      await tx.change(target, (rows) => ({ next: { crate: { ...rows.crate } }, result: undefined }));
    });
    expect(await stored()).toMatchObject({ touched: 0 });
    await db.asOwner(`update crate set label = 'set behind' where id = $1`, [crate.id]);
    await db.database.transaction(systemScope, (tx) =>
      tx.change({ crate: one(CrateEntity, { id: crate.id }) }, ({ crate: row }) => ({
        next: { crate: { id: row.id, contents: { water: 2 }, sealedAt: null, version: 2 } },
        result: undefined,
      })),
    );
    const row = await stored();
    expect(row).toMatchObject({ touched: 2, contents: { water: 2 }, sealed_at: null, version: 2, label: 'set behind' });
    expect(row?.['marks']).toEqual(crate.marks);
  });

  it('inserts rows that were not loaded, releases before it takes, and appends events in the rule’s order', async () => {
    const targets = { crate: one(CrateEntity, { id: crate.id }), bottles: all(BottleEntity, { crateId: crate.id }) };
    await db.database.transaction(systemScope, (tx) =>
      tx.change(targets, () => ({
        next: {
          bottles: [
            { crateId: crate.id, slot: 1, state: 'open' },
            { crateId: crate.id, slot: 2 },
          ],
        },
        events: [event({ n: 1 }), event({ n: 2 })],
        result: undefined,
      })),
    );
    const result = await db.database.transaction(systemScope, (tx) =>
      tx.change({ ...targets, third: maybe(BottleEntity, { crateId: crate.id, slot: 3 }) }, (rows, now) => {
        expect(rows.third).toBeNull();
        expect(rows.bottles.map((bottle) => bottle.state)).toEqual(['open', 'full']);
        return {
          next: {
            bottles: [{ crateId: crate.id, slot: 1, state: 'empty' }],
            third: { crateId: crate.id, slot: 3, state: 'open' },
          },
          events: [event({ n: 3 })],
          result: now,
        };
      }),
    );
    expect(result).toBeInstanceOf(Date);
    const bottles = await db.asOwner('select slot, state from bottle where crate_id = $1 order by slot', [crate.id]);
    expect(bottles).toEqual([
      { slot: 1, state: 'empty' },
      { slot: 2, state: 'full' },
      { slot: 3, state: 'open' },
    ]);
    const events = await db.asOwner<{ data: { n: number }; topics: string[] }>(
      `select data, (select array_agg(topic order by topic) from event_topic t where t.position = e.position) as topics
       from event e where data ? 'n' order by position desc limit 3`,
    );
    expect(events.map((row) => row.data.n)).toEqual([3, 2, 1]);
    expect(events[0]?.topics).toEqual([`health-system:${owner}`, 'network']);
  });

  it('answers the mapped conflict when a named constraint is violated, and leaves nothing', async () => {
    const other = { ...crate, id: randomUUID(), label: randomUUID() };
    await db.database.transaction(systemScope, (tx) => tx.put(CrateEntity, other));
    const clash = db.database.transaction(systemScope, (tx) =>
      tx.change({ crate: one(CrateEntity, { id: other.id }) }, () => ({
        next: { crate: { id: other.id, label: crate.label } },
        events: [event({ clash: other.id })],
        result: undefined,
      })),
    );
    await expect(clash).rejects.toMatchObject({ kind: 'conflict', code: 'crate/label-taken' });
    expect(await db.asOwner(`select 1 from event where data ->> 'clash' = $1`, [other.id])).toEqual([]);
  });

  it('finds nothing outside the scope, and may move a row out of the actor’s view', async () => {
    const change = (scope: Scope) =>
      db.database.transaction(scope, async (tx) => {
        await tx.change({ crate: one(CrateEntity, { id: crate.id }) }, ({ crate: row }) => ({
          next: { crate: { ...row, ownerId: stranger } },
          events: [event({ moved: row.id })],
          result: undefined,
        }));
        return tx.read('select id from crate where id = $1', [crate.id]);
      });
    await expect(change(hospital(stranger))).rejects.toMatchObject({ kind: 'not-found', code: 'crate/not-found' });
    expect(await change(hospital(owner))).toEqual([]);
    expect(await stored()).toMatchObject({ owner_id: stranger });
    const [logged] = await db.asOwner<{ actor: string }>(`select actor from event where data ->> 'moved' = $1`, [
      crate.id,
    ]);
    expect(logged?.actor).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('changes a list in a constant number of statements and answers in its order', async () => {
    const crates = Array.from({ length: 50 }, () => ({ ...crate, id: randomUUID(), label: randomUUID() }));
    await db.database.transaction(systemScope, (tx) => tx.put(CrateEntity, crates));
    let statements = 0;
    const { pool } = db.database;
    const client = await pool.connect();
    const { query } = Object.getPrototypeOf(client) as { query: (...args: unknown[]) => unknown };
    client.release();
    pool.on('acquire', (acquired) => {
      acquired.query = ((...args: unknown[]) => {
        // The commit before this one may still be waking the log's readers.
        if (args[0] !== 'notify overread_log') statements++;
        return query.apply(acquired, args);
      }) as never;
    });
    const versions = await db.database.transaction(systemScope, (tx) =>
      tx.changeMany(
        crates.map(({ id }) => ({ crate: one(CrateEntity, { id }), bottles: all(BottleEntity, { crateId: id }) })),
        ({ crate: row }) => ({
          next: { crate: { ...row, version: row.version + 1 }, bottles: [{ crateId: row.id, slot: 1 }] },
          events: [event({ many: row.id })],
          result: row.id,
        }),
      ),
    );
    pool.removeAllListeners('acquire');
    expect(versions).toEqual(crates.map(({ id }) => id));
    expect(statements).toBe(5); // begin and two locks, then save and commit
    const [count] = await db.asOwner<{ n: string }>(`select count(*) as n from event where data ? 'many'`);
    expect(Number(count?.n)).toBe(50);
  });

  it('shows each member of a list what those before it have decided', async () => {
    const { id } = crate;
    const take = (slot: number) => ({
      crate: one(CrateEntity, { id }),
      bottle: maybe(BottleEntity, { crateId: id, slot }),
      bottles: all(BottleEntity, { crateId: id }),
    });
    const seen = await db.database.transaction(systemScope, (tx) =>
      tx.changeMany([take(1), take(2), take(1)], ({ crate: row, bottle, bottles }) => ({
        next: {
          crate: { ...row, version: row.version + 1 },
          bottle: { crateId: id, slot: bottles.length + 1, ...bottle, state: bottle ? 'empty' : 'full' },
        },
        result: [row.version, bottle?.state ?? null, bottles.length],
      })),
    );
    expect(seen).toEqual([
      [1, null, 0],
      [2, null, 1],
      [3, 'full', 2],
    ]);
    expect(await stored()).toMatchObject({ version: 4, touched: 1 });
    const bottles = await db.asOwner('select slot, state from bottle where crate_id = $1 order by slot', [id]);
    expect(bottles).toEqual([
      { slot: 1, state: 'empty' },
      { slot: 2, state: 'full' },
    ]);
  });

  it('refuses to lose, delete or rekey rows', async () => {
    const refuse = (next: Partial<CrateEntity> | null) =>
      db.database.transaction(systemScope, (tx) =>
        tx.change({ crate: maybe(CrateEntity, { id: crate.id }) }, () => ({
          next: { crate: next },
          result: undefined,
        })),
      );
    await expect(refuse(null)).rejects.toThrow('never deleted');
    await expect(refuse({ ...crate, id: randomUUID() })).rejects.toThrow('may not alter the key');
    await expect(
      db.database.transaction(systemScope, async (tx) => {
        await tx.put(CrateEntity, { ...crate, version: 9 });
        await tx.read('select 1 / 0').catch(() => undefined);
      }),
    ).rejects.toThrow('division by zero');
    expect(await stored()).toMatchObject({ version: 1 });
  });
});
