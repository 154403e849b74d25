import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@overread/wire';
import { Cluster } from '../support/fleet/cluster.js';
import { Follower } from '../support/fleet/follower.js';
import { Leader } from '../support/fleet/leader.js';
import { ServerProcess } from '../support/fleet/server-process.js';
import { Told } from '../support/fleet/told.js';
import { verified } from '../support/fleet/verified.js';
import { work } from '../support/fleet/workload.js';
import { eventually } from '../support/started-server.js';

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
const TAKEOVER_MS = 5_000;
/** Other people's processes may take the processors for a while: the best of so many counts. */
const TRIES = 3;
const FENCED = 'ended a transaction of a leader whose lease is over';

describeOnLinux('two servers on one database', () => {
  let cluster: Cluster;
  let servers: readonly [ServerProcess, ServerProcess];
  let leader: Leader;
  let token = '';
  const told = new Told();
  const [stopping, deadline] = [new AbortController(), new AbortController()];
  let working: Promise<unknown>[] = [];

  beforeAll(async () => {
    cluster = await Cluster.start();
    servers = [await ServerProcess.on(cluster), await ServerProcess.on(cluster)];
    await Promise.all(servers.map((server) => server.start()));
    leader = await Leader.of(cluster, 'dispatcher', servers);
    working = servers.map(({ url, dicomPort }, index) =>
      work({
        url,
        dicomPort,
        facts: cluster.facts,
        seed: `two-${index}`,
        told,
        signal: stopping.signal,
        deadline: deadline.signal,
        readers: index === 0 ? 8 : 0,
        restMs: 150,
      }),
    );
    const administrator = cluster.facts.users.find(({ role }) => role === 'administrator');
    if (!administrator) throw new Error('the demo has no administrator');
    ({ token } = await createClient({ baseUrl: servers[0].url }).auth.signIn(administrator));
  }, 120_000);
  afterAll(async () => {
    stopping.abort();
    deadline.abort();
    await Promise.allSettled(working);
    await leader.end();
    await Promise.all(servers.map((server) => server.end()));
    await cluster.stop();
  }, 60_000);

  /** Fails once, or fails for good: a takeover that is late every time is no accident. */
  async function soonest(once: () => Promise<number>): Promise<number> {
    let best = Infinity;
    for (let attempt = 0; attempt < TRIES && best > TAKEOVER_MS; attempt++) best = Math.min(best, await once());
    return best;
  }
  const goesOn = async () => {
    const before = told.count;
    await eventually('more to be accepted', () => told.count > before);
  };

  it('have one dispatcher, and both name the same', async () => {
    const { leader: leading } = await leader.now();
    const named = async (server: ServerProcess) => {
      const { leases = [] } = (await server.health())?.body ?? {};
      return leases.filter(({ name }) => name === 'dispatcher').map(({ holder }) => Number(holder.split(':')[1]));
    };
    expect(await Promise.all(servers.map(named))).toEqual([[leading.pid], [leading.pid]]);
  });

  it('pass the lead on within five seconds when its process is killed', async () => {
    const took = await soonest(async () => {
      const { leader: leading, epoch } = await leader.now();
      leading.signal('SIGKILL');
      const milliseconds = await leader.takenOverAfter(epoch);
      await leading.ready();
      return milliseconds;
    });
    expect(took).toBeLessThan(TAKEOVER_MS);
    await goesOn();
  }, 120_000);

  it('pass the lead on within five seconds when its process is stopped in the middle of a write, of which nothing stays', async () => {
    const took = await soonest(async () => {
      const { leader: leading, other, epoch } = await leader.now();
      const fenced = () => other.output().split(FENCED).length;
      const before = fenced();
      await stopInTheMiddle(leading);
      try {
        const milliseconds = await leader.takenOverAfter(epoch);
        await eventually('what the stopped leader had begun to be ended', () => fenced() > before);
        return milliseconds;
      } finally {
        leading.signal('SIGCONT');
        await leading.ready();
      }
    });
    expect(took).toBeLessThan(TAKEOVER_MS);
    await goesOn();
  }, 240_000);

  it('pass the lead on within five seconds when its network to the database goes silent', async () => {
    const took = await soonest(async () => {
      const { leader: leading, epoch } = await leader.now();
      leading.network.freeze();
      try {
        return await leader.takenOverAfter(epoch);
      } finally {
        leading.network.mend();
        await leading.ready();
      }
    });
    expect(took).toBeLessThan(TAKEOVER_MS);
    await goesOn();
  }, 120_000);

  it('tell every socket on either everything once and in order, and lose nothing, while one after the other is restarted', async () => {
    const followers = servers.map(({ url }) => new Follower(url, () => token, 'network'));
    const starts = await Promise.all(followers.map((follower) => follower.began()));
    for (const server of servers) {
      await goesOn();
      await server.stop();
      await goesOn();
      await server.start();
    }
    await goesOn();
    stopping.abort();
    await Promise.all(working);
    const { violations } = await verified(cluster, told);
    expect(violations).toEqual([]);
    expect([...new Set(told.faults)]).toEqual([]);
    for (const [index, follower] of followers.entries()) {
      const expected = await positionsAfter(starts[index] ?? 0);
      await follower.reached(expected.at(-1) ?? 0);
      expect(follower.snapshots).toBe(1);
      expect(follower.breaks).toBeGreaterThan(0);
      expect(follower.heard).toEqual(expected);
      follower.close();
    }
  }, 180_000);

  /** Its dispatcher waits for a lock in a transaction that has been let in; stopped there, it is given the lock. */
  async function stopInTheMiddle(server: ServerProcess): Promise<void> {
    await eventually('the leader to be stopped in the middle of a write', async () => {
      await leader.sql('begin; lock table read in exclusive mode');
      await eventually('a leader to wait for a lock', () => underWay('not w.granted'));
      server.signal('SIGSTOP');
      await leader.sql('rollback');
      // Another's goes on and ends; that of the one that is stopped stays as it is.
      for (const until = performance.now() + 1_500; performance.now() < until;)
        if (!(await underWay())) {
          server.signal('SIGCONT');
          return undefined;
        }
      return true;
    });
  }

  /** Whether a transaction is under way that has been let in as a leader's. */
  const underWay = async (condition = 'true') => {
    const sql = `select 1 from pg_locks g join pg_locks w using (pid)
      where g.relation = 'lease'::regclass and g.mode = 'RowShareLock' and ${condition}`;
    return (await leader.sql(sql)).length > 0;
  };

  const positionsAfter = async (start: number) => {
    const rows = await leader.sql<{ position: string }>(
      `select position from event_topic where topic = 'network' and position > $1 order by position`,
      [start],
    );
    return rows.map(({ position }) => Number(position));
  };
});
