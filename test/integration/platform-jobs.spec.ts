import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { LeasedJobs, LeaseKeeper, type Lease } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import { testConfig } from '../support/config.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/started-server.js';

describe('a scheduled job under a lease', () => {
  let db: TestDatabase;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [] });
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await db.close();
  });

  /** A process of its own, as far as leases can tell. */
  function aProcess(roles?: Set<'api'>) {
    const keeper = new LeaseKeeper(db.database);
    const schedule = new SchedulerRegistry();
    const stop = async () => {
      schedule.getIntervals().forEach((name) => schedule.deleteInterval(name));
      await keeper.beforeApplicationShutdown();
    };
    stops.push(stop);
    const config = testConfig(db.url, roles ? { roles } : {});
    return { jobs: new LeasedJobs(config, keeper, schedule), schedule, stop };
  }

  it('runs in one process of two, and in the other once that one has stopped', async () => {
    const [ada, bob] = [aProcess(), aProcess()];
    const name = randomUUID();
    const rounds: string[] = [];
    const job = (by: string) => ({ name, role: 'dispatcher', everyMs: 5, round: async () => rounds.push(by) }) as const;
    ada.jobs.start(job('ada'));
    await eventually('the first round', () => rounds.length > 0);
    bob.jobs.start(job('bob'));
    await eventually('twenty rounds', () => rounds.length > 20);
    expect(new Set(rounds)).toEqual(new Set(['ada']));
    await ada.stop();
    await eventually('the other to take over', () => rounds.includes('bob'));
  });

  it('never overlaps its rounds, and goes on after one that failed', async () => {
    const { jobs } = aProcess();
    let [at, most, done] = [0, 0, 0];
    const round = async (lease: Lease) => {
      at += 1;
      most = Math.max(most, at);
      await db.database.transaction({ kind: 'system' }, (tx) => tx.guard(lease));
      await new Promise((resolve) => setImmediate(resolve));
      at -= 1;
      done += 1;
      if (done % 5 === 1) throw new Error('some rounds fail');
    };
    jobs.start({ name: randomUUID(), role: 'dispatcher', everyMs: 1, round });
    await eventually('ten rounds', () => done >= 10);
    expect(most).toBe(1);
  });

  it('is not even scheduled where the process has not its role', () => {
    const { jobs, schedule } = aProcess(new Set(['api']));
    jobs.start({ name: 'elsewhere', role: 'dispatcher', everyMs: 1, round: () => Promise.resolve() });
    expect(schedule.getIntervals()).toEqual([]);
  });
});
