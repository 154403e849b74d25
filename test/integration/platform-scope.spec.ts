import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { one, PlatformModule, runMigrations, systemScope, type Scope } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { testConfig } from '../support/config.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { someEvent } from '../support/events.js';

@Entity({ name: 'folder' })
class FolderEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') ownerId: string;
  @Column('integer') version: number;
}

const SET_UP = `
  create table folder (id uuid primary key, owner_id uuid not null, version integer not null);
  alter table folder enable row level security;
  create policy folder_visible on folder for all using ((select overread_is_system())
    or owner_id = any ((select string_to_array(overread_setting('organizations'), ',')::uuid[])::uuid[]))`;

describe('a scope', () => {
  let db: TestDatabase;
  const owners = Array.from({ length: 6 }, () => randomUUID());
  const scope = (organization: string, more: Partial<Extract<Scope, { kind: 'principal' }>> = {}): Scope => ({
    kind: 'principal',
    principalId: organization,
    role: 'hospital',
    organizationIds: [organization],
    ...more,
  });
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [FolderEntity], setUp: SET_UP, poolSize: 2 });
    const folders = owners.map((ownerId) => ({ id: ownerId, ownerId, version: 1 }));
    await db.database.transaction(systemScope, (tx) => tx.put(FolderEntity, folders));
  });
  afterAll(() => db.close());
  const visible = (in_: Scope) =>
    db.database.transaction(in_, (tx) => tx.read<{ id: string }>('select owner_id as id from folder'));

  it('begins once, whatever is asked first', async () => {
    const notices: string[] = [];
    const listen = (client: EventEmitter) => client.on('notice', ({ message }: Error) => notices.push(message));
    db.database.pool.on('acquire', listen);
    const [owner] = owners;
    const rows = await db.database.transaction(scope(owner!), async (tx) => {
      await tx.now();
      return tx.read<{ id: string }>('select owner_id as id from folder');
    });
    db.database.pool.off('acquire', listen);
    expect(rows.map(({ id }) => id)).toEqual([owner]);
    expect(notices).toEqual([]);
  });

  it('never leaks through the pool: not after commits, failures, changes or reads of the log', async () => {
    const visit = async (owner: string, round: number) => {
      const own = scope(owner);
      if (round % 4 === 1) await db.database.transaction(systemScope, (tx) => tx.read('select 1'));
      if (round % 4 === 2) {
        const failing = db.database.transaction(own, async (tx) => {
          await tx.change({ folder: one(FolderEntity, { id: owner }) }, () => {
            throw new Error('refused by the rule');
          });
        });
        await expect(failing).rejects.toThrow('refused by the rule');
      }
      if (round % 4 === 3)
        await db.database.transaction(own, async (tx) => {
          await tx.change({ folder: one(FolderEntity, { id: owner }) }, ({ folder }) => ({
            next: { folder: { ...folder, version: folder.version + 1 } },
            events: [someEvent()],
            result: undefined,
          }));
          expect(await tx.read('select owner_id as id from folder')).toEqual([{ id: owner }]);
        });
      expect(await visible(own)).toEqual([{ id: owner }]);
      const bare = await db.database.pool.query('select * from folder');
      expect(bare.rows).toEqual([]);
      const { rows } = await db.database.pool.query(
        `select coalesce(current_setting('overread.role', true), '') || coalesce(current_setting('overread.principal', true), '') as left`,
      );
      expect(rows).toEqual([{ left: '' }]);
    };
    for (let round = 0; round < 8; round++) await Promise.all(owners.map((owner) => visit(owner, round)));
  });

  it('is left while a change saves, and is back when a rule’s refusal is caught', async () => {
    const [mine = ''] = owners;
    await db.database.transaction(scope(mine), async (tx) => {
      await tx
        .change({ folder: one(FolderEntity, { id: mine }) }, () => {
          throw new Error('refused');
        })
        .catch(() => undefined);
      expect(await tx.read('select owner_id as id from folder')).toEqual([{ id: mine }]);
      await tx.put(FolderEntity, { id: randomUUID(), ownerId: randomUUID(), version: 1 });
      expect(await tx.read('select owner_id as id from folder')).toEqual([{ id: mine }]);
    });
  });

  it('stays itself when statements of one transaction are asked for all at once', async () => {
    const [mine = ''] = owners;
    await db.database.transaction(scope(mine), async (tx) => {
      const reads = () => tx.read('select owner_id as id from folder');
      const change = tx.change({ folder: one(FolderEntity, { id: mine }) }, () => ({
        events: [someEvent()],
        result: 1,
      }));
      for (const rows of await Promise.all([
        reads(),
        change.then(reads),
        reads(),
        tx.put(FolderEntity, []).then(reads),
      ]))
        expect(rows).toEqual([{ id: mine }]);
    });
  });

  it('quotes what it is given', async () => {
    const evil = `'; set local overread.role = 'system'; select '`;
    await expect(visible(scope(randomUUID(), { principalId: evil }))).resolves.toEqual([]);
    await expect(visible(scope(randomUUID(), { readerId: evil }))).resolves.toEqual([]);
  });

  it('shows a principal the events that reach it, and lets nobody but the system write them', async () => {
    const [hospital = '', group = '', reader = ''] = owners;
    await db.database.transaction(systemScope, (tx) =>
      tx.change({}, () => ({
        events: [
          someEvent({ n: 1 }, { healthSystemId: hospital as never }),
          someEvent({ n: 2 }, { readingGroupIds: [group] as never }),
          someEvent({ n: 3 }, { readerIds: [reader] as never, readingGroupIds: [group] as never }),
        ],
        result: undefined,
      })),
    );
    const sees = (in_: Scope) =>
      db.database.transaction(in_, async (tx) => {
        const rows = await tx.read<{ n: number }>(
          `select (data ->> 'n')::int as n from event where data ? 'n' order by position`,
        );
        return rows.map((row) => row.n);
      });
    expect(await sees(scope(hospital))).toEqual([1]);
    expect(await sees(scope(group, { role: 'group-manager' }))).toEqual([2, 3]);
    expect(await sees(scope(group, { role: 'reader', readerId: reader }))).toEqual([3]);
    expect(await sees(scope(group, { role: 'auditor' }))).toEqual([1, 2, 3]);
    expect(await sees(scope(group))).toEqual([]);
    const forged = db.database.transaction(scope(hospital, { role: 'administrator' }), (tx) =>
      tx.read(`insert into event (at, type, version, data) values (now(), 'x', 1, '{}')`),
    );
    await expect(forged).rejects.toThrow('row-level security');
  });

  it('waits for the row before it reads the clock', async () => {
    const [id = ''] = owners;
    const increment = () =>
      db.database.transaction(systemScope, (tx) =>
        tx.change({ folder: one(FolderEntity, { id }) }, ({ folder }, now) => ({
          next: { folder: { ...folder, version: folder.version + 1 } },
          result: now,
        })),
      );
    let second: Promise<Date> | undefined;
    let released = new Date(0);
    await db.database.transaction(systemScope, async (tx) => {
      await tx.change({ folder: one(FolderEntity, { id }) }, () => ({ result: undefined }));
      second = increment();
      const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await db.asOwner(waits)).length === 0);
      [{ released } = { released }] = await db.asOwner<{ released: Date }>('select clock_timestamp() as released');
    });
    expect((await second)?.getTime()).toBeGreaterThanOrEqual(released.getTime() - 1);
  });

  it('loses no update of many at once', async () => {
    const id = randomUUID();
    await db.database.transaction(systemScope, (tx) => tx.put(FolderEntity, { id, ownerId: id, version: 0 }));
    const increment = () =>
      db.database.transaction(scope(id), (tx) =>
        tx.change({ folder: one(FolderEntity, { id }) }, ({ folder }) => ({
          next: { folder: { ...folder, version: folder.version + 1 } },
          result: undefined,
        })),
      );
    await Promise.all(Array.from({ length: 40 }, increment));
    expect(await db.asOwner('select version from folder where id = $1', [id])).toEqual([{ version: 40 }]);
  });

  it('runs a transaction again that met another in a deadlock', async () => {
    const [a = '', b = ''] = owners;
    let runs = 0;
    const lockBoth = (first: string, then: string, between: () => Promise<void>) =>
      db.database.transaction(systemScope, async (tx) => {
        runs++;
        await tx.change({ folder: one(FolderEntity, { id: first }) }, () => ({ result: undefined }));
        await between();
        await tx.change({ folder: one(FolderEntity, { id: then }) }, () => ({ result: undefined }));
      });
    let arrived = 0;
    let open: (() => void) | undefined;
    const both = new Promise<void>((resolve) => (open = resolve));
    const meet = async () => {
      if (++arrived >= 2) open?.();
      await both;
    };
    await Promise.all([lockBoth(a, b, meet), lockBoth(b, a, meet)]);
    expect(runs).toBe(3);
  });

  it('ends with its connection, and the next has another', async () => {
    const [mine = ''] = owners;
    const broken = db.database.transaction(scope(mine), async (tx) => {
      const [self] = await tx.read<{ pid: number }>('select pg_backend_pid() as pid');
      await db.asOwner('select pg_terminate_backend($1, 5000)', [self?.pid]);
      await tx.read('select 1');
    });
    await expect(broken).rejects.toMatchObject({ kind: 'unavailable', code: 'database/unavailable' });
    expect(await visible(scope(mine))).toContainEqual({ id: mine });
  });

  it('is refused to a server that row-level security does not bind, naming both addresses', async () => {
    const start = (url: string) =>
      Test.createTestingModule({
        imports: [PlatformModule.forRoot({ entities: [], config: testConfig(url) })],
      }).compile();
    await expect(start(db.ownerUrl)).rejects.toThrow(/DATABASE_URL.*superuser.*MIGRATION_DATABASE_URL/);
    await db.asOwner(`create table stray (n integer); alter table stray owner to overread_app`);
    await expect(start(db.url)).rejects.toThrow(/owns 1 tables/);
    await db.asOwner('drop table stray');
    await db.asOwner(`delete from migration where name like 'Log%'`);
    await expect(start(db.url)).rejects.toThrow(/lacks Log.*overread migrate/);
    await db.asOwner(`insert into migration (timestamp, name) values (1700000000001, 'Log1700000000001')`);
    expect(await runMigrations({ ownerUrl: db.ownerUrl })).toEqual([]);
  });
});
