import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReaderEntity } from '@overread/features';
import { systemScope } from '@overread/platform';
import { LiveTopic, type LiveSocket } from '@overread/wire';
import { io, type Socket } from 'socket.io-client';
import { sampleNetwork } from '../support/sample-network.js';
import { readEvent, type SampleRead } from '../support/sample-study.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const BREAKS = 200;
const WRITERS = 6;

/** Random numbers that a failing run can be repeated with. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('a client whose connection breaks again and again', () => {
  let servers: TestServer[];
  let reads: SampleRead[];
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const first = await startTestServer();
    servers = [first, await startTestServer({ on: first.fresh })];
    const { healthSystem } = await sampleNetwork(first);
    reads = ['a', 'b', 'c'].map((letter) => ({
      healthSystemId: healthSystem.id,
      studyId: `00000000-0000-7000-8000-00000000000${letter}`,
      id: `00000000-0000-7000-8000-0000000000${letter}0`,
    })) as SampleRead[];
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    for (const server of servers.reverse()) await server.close();
  });

  /** Transactions of one to four events that commit out of order, one in eight of them never, until told to stop. */
  function traffic(random: () => number) {
    const state = { stopped: false };
    const write = async (server: TestServer) => {
      while (!state.stopped) {
        const events = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
          readEvent(reads[Math.floor(random() * reads.length)] as SampleRead),
        );
        const fails = random() < 0.125;
        await server.database
          .transaction(systemScope, async (tx) => {
            for (const event of events) await tx.put(ReaderEntity, [], [event]);
            await tx.read('select pg_sleep($1)', [random() * 0.02]);
            if (fails) throw new Error('changed its mind');
          })
          .catch((error: Error) => expect(error.message).toBe('changed its mind'));
      }
    };
    const done = Promise.all(Array.from({ length: WRITERS }, (_, index) => write(servers[index % 2] as TestServer)));
    return () => {
      state.stopped = true;
      return done;
    };
  }

  const open = (server: TestServer): Socket => {
    const socket = io(`${server.url}/live`, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 1,
      reconnectionDelayMax: 5,
      auth: { token: server.administrator.token },
    });
    sockets.push(socket);
    return socket;
  };

  const positionsOf = async (topic: string, after: number) =>
    (
      await (servers[0] as TestServer).asOwner<{ position: string }>(
        'select position from event_topic where topic = $1 and position > $2 order by position',
        [topic, after],
      )
    ).map(({ position }) => Number(position));

  /** Follows a topic by the public client, and breaks its connection after a few events, or at once, until enough. */
  function follow(topic: string, random: () => number) {
    const socket = open(servers[0] as TestServer);
    const heard: number[] = [];
    const state = { start: -1, snapshots: 0, breaks: 0, left: 0 };
    let finished: () => void;
    const broken = new Promise<void>((resolve) => (finished = resolve));
    const breakOff = () => {
      if (state.breaks >= BREAKS || !socket.connected) return;
      state.breaks += 1;
      if (state.breaks === BREAKS) finished();
      state.left = Math.floor(random() * 12);
      socket.io.engine.close();
    };
    const live = new LiveTopic(socket as LiveSocket, topic, {
      snapshot: (_, position) => {
        state.snapshots += 1;
        if (state.start < 0) state.start = position;
      },
      event: ({ position }) => {
        heard.push(position);
        if (state.left-- <= 0) breakOff();
      },
      state: (now) => {
        if (now === 'live' && random() < 0.2) breakOff();
      },
    });
    return { live, heard, state, broken, reached: (position: number) => reaches(socket, live, position) };
  }

  const reaches = (socket: Socket, live: LiveTopic, position: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if ((live.lastPosition ?? -1) < position) return;
        socket.off('event', look);
        resolve();
      };
      socket.on('event', look);
      look();
    });

  it('ends with exactly what the log holds for its topic, in order', async () => {
    const random = seeded(20_261_122);
    const stop = traffic(random);
    const topics = ['network', `health-system:${reads[0]?.healthSystemId}`];
    const followers = topics.map((topic) => follow(topic, random));
    await Promise.all(followers.map(({ broken }) => broken));
    await stop();
    for (const [index, { heard, state, reached, live }] of followers.entries()) {
      const expected = await positionsOf(topics[index] ?? '', state.start);
      await reached(expected.at(-1) ?? 0);
      expect([state.breaks, state.snapshots]).toEqual([BREAKS, 1]);
      expect(heard).toEqual(expected);
      live.close();
    }
  }, 120_000);

  it('misses nothing where it goes on at another server', async () => {
    const [first, second] = servers as [TestServer, TestServer];
    const random = seeded(7);
    const stop = traffic(random);
    const heard: number[] = [];
    let start = -1;
    for (let turn = 0; turn < 30; turn++) {
      const socket = open(turn % 2 ? second : first);
      const after = heard.at(-1) ?? (start < 0 ? undefined : start);
      await new Promise<void>((resolve) => {
        let left = Math.floor(random() * 30);
        socket.on('event', ({ position }: { position: number }) => {
          heard.push(position);
          if (left-- > 0) return;
          socket.off('event');
          resolve();
        });
        socket.on('connect', () =>
          socket.emit('subscribe', { topic: 'network', after }, (answer: { position: number; snapshot?: object }) => {
            if (after === undefined) start = answer.position;
            else expect(answer.snapshot).toBeUndefined();
          }),
        );
        socket.connect();
      });
      socket.disconnect();
    }
    await stop();
    const last = heard.at(-1) ?? 0;
    expect(heard).toEqual((await positionsOf('network', start)).filter((position) => position <= last));
  }, 60_000);

  it('goes on where it was when the server has been started again, from the log as well as from memory', async () => {
    const [first] = servers as [TestServer];
    const stop = traffic(seeded(11));
    const all = await positionsOf('network', 0);
    const again = await startTestServer({ on: first.fresh });
    const followers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const socket = open(again);
        const heard: number[] = [];
        let told = () => {};
        socket.on('event', ({ position }: { position: number }) => {
          heard.push(position);
          told();
        });
        socket.connect();
        const after = all[Math.floor((all.length * index) / 20)];
        expect(await socket.emitWithAck('subscribe', { topic: 'network', after })).toEqual({ position: after });
        const reached = (position: number) =>
          new Promise<void>((resolve) => {
            told = () => (heard.at(-1) ?? 0) >= position && resolve();
            told();
          });
        return { heard, after: after ?? 0, reached };
      }),
    );
    await stop();
    const last = (await positionsOf('network', 0)).at(-1) ?? 0;
    for (const { heard, after, reached } of followers) {
      await reached(last);
      expect(heard).toEqual(await positionsOf('network', after));
    }
    await again.close();
  }, 60_000);
});
