import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FollowerRunner, LeaseKeeper, LogTail, systemScope, type Follower, type Lease } from '@overread/platform';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { testConfig } from '../support/config.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { someEvent } from '../support/events.js';

describe('leases', () => {
  let db: TestDatabase;
  let name: string;
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [], setUp: 'create table note (n integer, by text)' });
  });
  afterAll(() => db.close());
  beforeEach(() => {
    name = randomUUID();
  });
  const keeper = () => new LeaseKeeper(db.database);
  const held = async (lease: Lease | null): Promise<Lease> => {
    if (lease === null) throw new Error('the lease was not given');
    return lease;
  };
  /** What a pause of the whole process does: the lease ends by the database's clock, and nothing here notices. */
  const expire = () =>
    db.asOwner(`update lease set expires_at = clock_timestamp() - interval '1 ms' where name = $1`, [name]);
  const note = (lease: Lease, by: string) =>
    db.database.transaction(systemScope, async (tx) => {
      await tx.guard(lease);
      await tx.read('insert into note (n, by) values (1, $1)', [by]);
    });

  it('are one holder’s at a time, and another’s once given back', async () => {
    const [ada, bob] = [keeper(), keeper()];
    const mine = await held(await ada.acquire(name));
    expect(await bob.acquire(name)).toBeNull();
    expect(await ada.acquire(name)).toBeNull();
    await ada.release(mine);
    expect(mine.lost.aborted).toBe(true);
    const theirs = await held(await bob.acquire(name));
    expect(theirs.epoch).toBe(mine.epoch + 1);
    await bob.release(theirs);
  });

  it('keep a paused leader from writing once another leads', async () => {
    const [ada, bob] = [keeper(), keeper()];
    const mine = await held(await ada.acquire(name));
    await note(mine, 'ada');
    await expire();
    const theirs = await held(await bob.acquire(name));
    await expect(note(mine, 'ada')).rejects.toMatchObject({ kind: 'stale', code: 'lease/lost' });
    await note(theirs, 'bob');
    expect(await db.asOwner('select by from note order by by')).toEqual([{ by: 'ada' }, { by: 'bob' }]);
    await bob.release(theirs);
  });

  it('keep its holder’s epoch apart from what the same process held before', async () => {
    const ada = keeper();
    const before = await held(await ada.acquire(name));
    await expire();
    const after = await held(await ada.acquire(name));
    expect(after.epoch).toBe(before.epoch + 1);
    await expect(note(before, 'before')).rejects.toMatchObject({ code: 'lease/lost' });
    await ada.release(after);
  });

  it('pass on only after a transaction that has been let in ends, while renewals go on', async () => {
    const [ada, bob] = [keeper(), keeper()];
    const mine = await held(await ada.acquire(name));
    let theirs: Promise<Lease | null> | undefined;
    const order: string[] = [];
    await db.database.transaction(systemScope, async (tx) => {
      await tx.guard(mine);
      await tx.read('select 1');
      await db.asOwner(`update lease set expires_at = clock_timestamp() - interval '1 second' where name = $1`, [name]);
      theirs = bob.acquire(name).finally(() => order.push('taken'));
      await waitForLockWaiter();
      order.push('committing');
    });
    await theirs;
    expect(order).toEqual(['committing', 'taken']);
    expect((await theirs)?.holder).toBe(bob.holder);
    await bob.release(await held((await theirs) ?? null));
  });

  it('pass on though their holder left a transaction open: it is ended, and keeps nothing', async () => {
    const [ada, bob] = [keeper(), keeper()];
    const mine = await held(await ada.acquire(name));
    const frozen = db.database.transaction(systemScope, async (tx) => {
      await tx.guard(mine);
      await tx.read('insert into note (n, by) values (7, $1)', ['frozen']);
      await expire();
      // What a stopped process does with it: nothing, until another leads.
      const theirs = await held(await bob.acquire(name));
      expect(theirs.holder).toBe(bob.holder);
      await tx.read('select 1');
    });
    await expect(frozen).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await db.asOwner('select 1 from note where n = 7')).toEqual([]);
    const [row] = await db.asOwner<{ holder: string }>('select holder from lease where name = $1', [name]);
    expect(row?.holder).toBe(bob.holder);
  });

  it('of a process of this machine that was killed pass on at once, those of other machines at their end', async () => {
    const killed = spawnSync(process.execPath, ['--version']).pid;
    const holds = (holder: string) =>
      db.asOwner(
        `insert into lease values ($1, $2, 7, clock_timestamp() + interval '1 hour')
         on conflict (name) do update set holder = $2, expires_at = excluded.expires_at`,
        [name, holder],
      );
    await holds(`elsewhere:${killed}:x`);
    expect(await keeper().acquire(name)).toBeNull();
    await holds(`${hostname()}:${process.ppid}:x`);
    expect(await keeper().acquire(name)).toBeNull();
    await holds(`${hostname()}:${killed}:x`);
    const ada = keeper();
    const mine = await held(await ada.acquire(name));
    expect(mine.epoch).toBe(8);
    await ada.release(mine);
  });

  it('tell their holder when a renewal finds them gone', async () => {
    const ada = keeper();
    const mine = await held(await ada.acquire(name, 60));
    await db.asOwner(`update lease set holder = 'somebody else', epoch = epoch + 1 where name = $1`, [name]);
    await new Promise((resolve) => mine.lost.addEventListener('abort', resolve));
    expect(mine.lost.aborted).toBe(true);
  });

  /** Until some transaction of this database waits for a lock. */
  async function waitForLockWaiter() {
    for (;;) {
      const waiting = await db.asOwner(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (waiting.length > 0) return;
    }
  }
});

describe('a follower of the log', () => {
  let db: TestDatabase;
  let tail: LogTail;
  let lease: Lease;
  const follower = (more: Partial<Follower> = {}): Follower => ({
    name: randomUUID(),
    handle: async (tx, events) => {
      for (const event of events) await tx.read('insert into seen (n) values ($1)', [event.data['n']]);
    },
    ...more,
  });
  const runner = () => new FollowerRunner(testConfig(db.url), db.database, tail, new LeaseKeeper(db.database));
  const append = (n: number) =>
    db.database.transaction(systemScope, (tx) =>
      tx.change({}, () => ({ events: [someEvent({ n })], result: undefined })),
    );
  const seen = async () => (await db.asOwner<{ n: number }>('select n from seen order by n')).map((row) => row.n);
  const caughtUp = async () => {
    const [end] = await db.asOwner<{ position: string }>('select max(position) as position from event');
    await tail.reached(Number(end?.position));
  };
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [], setUp: 'create table seen (n integer)' });
    tail = new LogTail(db.database, db.signal);
    await tail.onApplicationBootstrap();
    lease = (await new LeaseKeeper(db.database).acquire('test')) as Lease;
    for (const n of [1, 2, 3, 4, 5]) await append(n);
    await caughtUp();
  });
  afterAll(async () => {
    await tail.beforeApplicationShutdown();
    await db.close();
  });
  beforeEach(() => db.asOwner('truncate seen'));

  it('handles every event from the first on, in batches, each in the transaction that moves its cursor', async () => {
    const batches: number[] = [];
    const self = follower({ batch: 2 });
    const counting: Follower = {
      ...self,
      handle: (tx, events) => {
        batches.push(events.length);
        return self.handle(tx, events);
      },
    };
    while ((await runner().step(counting, lease)) < tail.position);
    expect(batches).toEqual([2, 2, 1]);
    expect(await seen()).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps neither its writes nor its cursor when it fails, and tries again', async () => {
    let fails = true;
    const self = follower();
    const failing: Follower = {
      ...self,
      handle: async (tx, events) => {
        await self.handle(tx, events);
        if (fails) throw new Error('after writing');
      },
    };
    await expect(runner().step(failing, lease)).rejects.toThrow('after writing');
    expect(await seen()).toEqual([]);
    fails = false;
    await runner().step(failing, lease);
    expect(await seen()).toEqual([1, 2, 3, 4, 5]);
  });

  it('handles each event once though two processes run it and its leader is deposed in the middle', async () => {
    const handled = new Set<string>();
    let entered: (() => void) | undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    let leave: (() => void) | undefined;
    const blocked = new Promise<void>((resolve) => (leave = resolve));
    const self = follower();
    const first: Follower = {
      ...self,
      handle: async (tx, events) => {
        handled.add('first');
        entered?.();
        await blocked;
        return self.handle(tx, events);
      },
    };
    const second: Follower = {
      ...self,
      handle: (tx, events) => {
        handled.add('second');
        return self.handle(tx, events);
      },
    };
    const one = runner().start(first, 300);
    await inside;
    const other = runner().start(second, 300);
    await db.asOwner(`update lease set expires_at = clock_timestamp() where name = $1`, [`follower:${self.name}`]);
    leave?.();
    await append(6);
    await caughtUp();
    for (;;) if ((await seen()).at(-1) === 6) break;
    await Promise.all([one.stop(), other.stop()]);
    expect(await seen()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(handled.has('first')).toBe(true);
  });
});
