import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster } from '../support/fleet/cluster.js';
import { KILLS, type Fleet } from '../support/fleet/kills.js';
import { ServerProcess } from '../support/fleet/server-process.js';
import { TcpProxy } from '../support/fleet/tcp-proxy.js';
import { Told } from '../support/fleet/told.js';
import { verified } from '../support/fleet/verified.js';
import { work } from '../support/fleet/workload.js';
import { randomOf } from '../support/random.js';
import { eventually } from '../support/started-server.js';

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
/** `npm run kill-test -- --kills 300 --seed 7` sets these. */
const COUNT = Number(process.env['KILL_TEST_KILLS'] ?? 12);
const SEED = Number(process.env['KILL_TEST_SEED'] ?? Date.now() % 100_000);
/** Longer than a lease now and then, so that another leads meanwhile. */
const BROKEN_MS = { least: 200, most: 5_000 };
const REST_MS = { least: 300, most: 2_500 };

describeOnLinux('whatever is killed', () => {
  let fleet: Fleet;
  const told = new Told();

  beforeAll(async () => {
    const cluster = await Cluster.start();
    const server = await ServerProcess.on(cluster, { ROLES: 'api,doors,follower' });
    const dispatcher = await ServerProcess.on(cluster, { ROLES: 'dispatcher' });
    await Promise.all([server.start(), dispatcher.start()]);
    const clients = await TcpProxy.before(Number(new URL(server.url).port));
    fleet = { cluster, server, dispatcher, clients };
  }, 120_000);
  afterAll(async () => {
    await fleet.clients.close();
    await Promise.all([fleet.server.end(), fleet.dispatcher.end()]);
    await fleet.cluster.stop();
  }, 60_000);

  const random = randomOf(SEED);
  const between = ({ least, most }: { least: number; most: number }) =>
    random.pick(Array.from({ length: 20 }, (_, step) => least + ((most - least) * step) / 19));
  const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const alive = async () => {
    const since = performance.now();
    await eventually('something to be accepted again', () => (told.lastAt > since ? true : undefined)).catch(
      (error: Error) => {
        throw new Error(`${error.message}\n${fleet.server.output().slice(-3000)}`);
      },
    );
    return performance.now() - since;
  };

  it(
    `nothing that was accepted is lost, doubled or left without an owner (seed ${SEED})`,
    async () => {
      const [stopping, deadline] = [new AbortController(), new AbortController()];
      const working = work({
        url: `http://127.0.0.1:${fleet.clients.port}`,
        dicomPort: fleet.server.dicomPort,
        facts: fleet.cluster.facts,
        seed: String(SEED),
        told,
        signal: stopping.signal,
        deadline: deadline.signal,
        readers: 10,
        restMs: 20,
      });
      const done: Record<string, { times: number; longestMs: number }> = {};
      for (let count = 0; count < COUNT; count++) {
        await pass(between(REST_MS));
        // Each kind once, then at random: the short form has them all.
        const names = Object.keys(KILLS);
        const name = count < names.length ? (names[count] ?? '') : random.pick(names);
        const mend = KILLS[name]?.(fleet, random);
        const kind = (done[name] ??= { times: 0, longestMs: 0 });
        kind.times += 1;
        if (mend) {
          await pass(between(BROKEN_MS));
          mend();
        }
        // Now and then the next comes before anything is well again.
        if (random.chance(0.7)) kind.longestMs = Math.max(kind.longestMs, Math.round(await alive()));
      }
      await alive();
      await Promise.all([fleet.server.ready(), fleet.dispatcher.ready()]);
      stopping.abort();
      await working;
      await settled();
      const { violations, ...counts } = await verified(fleet.cluster, told);
      const facts = {
        seed: SEED,
        kills: COUNT,
        ...done,
        told: told.counts(),
        ...counts,
      };
      process.stderr.write(`kill test: ${JSON.stringify(facts)}\n`);
      expect(violations).toEqual([]);
      expect([...new Set(told.faults)]).toEqual([]);
      expect(told.counts()).toMatchObject({ study: expect.any(Number), image: expect.any(Number) });
    },
    60_000 + COUNT * 30_000,
  );

  /** Until the dispatcher has taken back what readers who signed off had not opened. */
  const settled = async () => {
    await pass(3000);
  };
});
