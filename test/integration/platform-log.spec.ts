import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HealthSystemId, LoggedEvent, ReaderId } from '@overread/domain';
import { LogReader, LogTail, systemScope } from '@overread/platform';
import { randomInt, randomUUID } from 'node:crypto';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { someEvent } from '../support/events.js';

const APPEND = `insert into event (at, type, version, data) values (clock_timestamp(), 'network.changed', 1, $1) returning position`;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the log', () => {
  let db: TestDatabase;
  const clients: pg.Client[] = [];
  /** Where the log ended when the test began. */
  let start: number;
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    start = await end();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
  });
  const end = async () => {
    const [row] = await db.asOwner<{ position: string | null }>('select max(position) as position from event');
    return Number(row?.position ?? 0);
  };

  /** A writer with its own connection, whose transactions a test opens and ends by hand. */
  const writer = async () => {
    const client = new pg.Client({ connectionString: db.url });
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return {
      pid: (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0,
      begin: () => client.query(`begin; select set_config('overread.role', 'system', true)`),
      append: async (n = 0) => Number((await client.query<{ position: string }>(APPEND, [{ n }])).rows[0]?.position),
      takePosition: () => client.query('select overread_next_position()'),
      commit: () => client.query('commit'),
      rollback: () => client.query('rollback'),
    };
  };
  const append = (...data: Parameters<typeof someEvent>) =>
    db.database.transaction(systemScope, (tx) =>
      tx.change({}, () => ({ events: [someEvent(...data)], result: undefined })),
    );
  const positions = (events: readonly LoggedEvent[]) => events.map((event) => event.position);
  /** Reads until everything that is committed now was returned. */
  const drain = async (reader: LogReader, limit = 100) => {
    const upTo = await end();
    const read: LoggedEvent[] = [];
    while (reader.position < upTo) read.push(...(await reader.next(limit)));
    return read;
  };

  it('holds back what comes after a position that is still open, and tells both in order', async () => {
    const [slow, quick] = [await writer(), await writer()];
    const reader = new LogReader(db.database, { from: start });
    await slow.begin();
    const first = await slow.append();
    await quick.begin();
    const second = await quick.append();
    await quick.commit();
    for (let look = 0; look < 3; look++) expect(await reader.next(10)).toEqual([]);
    expect(reader.isWaiting).toBe(true);
    await slow.commit();
    expect(positions(await drain(reader))).toEqual([first, second]);
    expect(reader.isWaiting).toBe(false);
  });

  it('goes on once a position was given up: rolled back, or its writer killed before the commit', async () => {
    const [lost, killed, quick] = [await writer(), await writer(), await writer()];
    const reader = new LogReader(db.database, { from: start });
    await lost.begin();
    await lost.append();
    await killed.begin();
    await killed.takePosition();
    await quick.begin();
    const third = await quick.append();
    await quick.commit();
    expect(await reader.next(10)).toEqual([]);
    await lost.rollback();
    expect(await reader.next(10)).toEqual([]);
    await db.asOwner('select pg_terminate_backend($1, 5000)', [killed.pid]);
    expect(positions(await drain(reader))).toEqual([third]);
  });

  it('is not held up by a position that a rollback left before a transaction that writes elsewhere', async () => {
    const [busy, lost] = [await writer(), await writer()];
    const reader = new LogReader(db.database, { from: start });
    await lost.begin();
    await lost.append();
    await lost.rollback();
    await append({ n: 2 });
    await reader.next(10);
    await busy.begin();
    await busy.append();
    expect(positions(await drain(reader))).toHaveLength(1);
    await busy.rollback();
  });

  it('loses no event of many writers with rollbacks and killed backends, for readers of any batch', async () => {
    const committed = new Set<number>();
    let writing = true;
    const write = async (transactions: number) => {
      let self = await writer();
      for (let n = 0; n < transactions; n++) {
        const mine: number[] = [];
        await self.begin();
        for (let events = randomInt(1, 4); events > 0; events--) mine.push(await self.append(n));
        for (let turns = randomInt(0, 6); turns > 0; turns--) await turn();
        const fate = randomInt(0, 20);
        if (fate === 0) {
          await db.asOwner('select pg_terminate_backend($1, 5000)', [self.pid]);
          self = await writer();
        } else if (fate < 4) await self.rollback();
        else {
          await self.commit();
          for (const position of mine) committed.add(position);
        }
      }
    };
    const read = async (limit: number) => {
      const reader = new LogReader(db.database, { from: start });
      const told: number[] = [];
      while (writing) told.push(...positions(await reader.next(limit)));
      return [...told, ...positions(await drain(reader, limit))];
    };
    const readers = [read(3), read(200)];
    await Promise.all(Array.from({ length: 8 }, () => write(40)));
    writing = false;
    const expected = [...committed].sort((a, b) => a - b);
    expect(expected.length).toBeGreaterThan(200);
    for (const told of await Promise.all(readers)) expect(told).toEqual(expected);
  });

  describe('followed to its end', () => {
    let tail: LogTail;
    let told: LoggedEvent[];
    beforeEach(async () => {
      tail = new LogTail(db.database, db.signal);
      told = [];
      tail.onEvents((events) => told.push(...events));
    });
    afterEach(() => tail.beforeApplicationShutdown());
    it('begins after what was committed, and waits for what was open when it began', async () => {
      const slow = await writer();
      await slow.begin();
      const first = await slow.append();
      await append({ n: 1 });
      const started = tail.onApplicationBootstrap();
      await slow.commit();
      await started;
      expect(tail.position).toBe(first + 1);
      await append({ n: 2 });
      await tail.reached(await end());
      expect(told.map((event) => event.data)).toEqual([{ n: 2 }]);
    });

    it('tells each event once and in order through a database that drops every connection', async () => {
      await tail.onApplicationBootstrap();
      const kill = () =>
        db.asOwner(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'overread_app'
          and datname = current_database()`);
      for (let n = 0; n < 9; n++) {
        if (n % 3 === 1) await kill();
        await append({ n }).catch(() => append({ n }));
      }
      await tail.reached(await end());
      expect(told.map((event) => event.data['n'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it('is woken by the signal of another process', async () => {
      await tail.onApplicationBootstrap();
      await db.asOwner(
        `insert into event (at, type, version, data) values (clock_timestamp(), 'network.changed', 1, '{}')`,
      );
      await db.asOwner('notify overread_log');
      await tail.reached(await end(), 2_000);
      expect(told).toHaveLength(1);
    });

    it('replays the events of some topics, each once, up to its own position', async () => {
      const hospital = randomUUID() as HealthSystemId;
      const reader = randomUUID() as ReaderId;
      await append({ n: 1 }, { healthSystemId: hospital, readerIds: [reader] });
      await append({ n: 2 });
      await append({ n: 3 }, { readerIds: [reader] });
      await tail.onApplicationBootstrap();
      const since = async (topics: string[], after = start, limit = 10) =>
        (await tail.eventsSince(topics, after, limit)).map((event) => event.data['n']);
      expect(await since([`worklist:${reader}`, `health-system:${hospital}`])).toEqual([1, 3]);
      expect(await since(['network'], start, 2)).toEqual([1, 2]);
      expect(await since(['network'], tail.position - 1)).toEqual([3]);
      const [event] = await tail.eventsSince([`health-system:${hospital}`], start, 1);
      expect(event).toMatchObject({
        type: 'network.changed',
        healthSystemId: hospital,
        readerIds: [reader],
        actor: null,
      });
      expect(event?.at).toBeInstanceOf(Date);
    });
  });

  it('takes events of a range that had no partition, and moves them when it gets one', async () => {
    await db.asOwner(`select setval('event_position', 9000001)`);
    await append({ n: 1 });
    const inDefault = () => db.asOwner('select position from event_default');
    expect(await inDefault()).toHaveLength(1);
    await db.database.transaction(systemScope, (tx) => tx.read('select overread_keep_partitions(1)'));
    expect(await inDefault()).toEqual([]);
    await append({ n: 2 });
    expect(await db.asOwner('select data from event_p9 order by position')).toEqual([
      { data: { n: 1 } },
      { data: { n: 2 } },
    ]);
    expect(await db.asOwner('select 1 from event_topic_p9')).toHaveLength(2);
  });

  it('cannot be altered by the server, nor read round its row-level security', async () => {
    await append({ n: 1 });
    const refused = (sql: string) =>
      expect(db.database.transaction(systemScope, (tx) => tx.read(sql))).rejects.toThrow('permission denied');
    await refused('delete from event');
    await refused(`update event set data = '{}'`);
    await refused('select * from event_p0');
    await refused('truncate event');
    await refused('create table mine ()');
  });
});
