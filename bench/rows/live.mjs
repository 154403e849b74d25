// Socket clients that follow studies while events of these studies are committed, against a bare socket.io server that
// broadcasts the same payloads from memory: from commit (or emit) to the client.
import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { HttpClient } from '../support/http-client.mjs';
import { nowMs } from '../support/monotonic.mjs';
import { residentMiB, until } from '../support/processes.mjs';
import { startProduct } from '../support/product.mjs';
import { signIn } from '../support/readers.mjs';
import { median, percentilesOf, quantile, rounded, spreadOf } from '../support/statistics.mjs';

const DEFAULTS = { clients: 1000, topics: 50, perSecond: 200, seconds: 10, rounds: 3 };
const AT_ONCE = 50;
const DATA = {
  reason: 'bench',
  note: 'as much as an event usually says of a read: a reader, a tier, an instant or two',
};

const peer = (name, ...args) => fork(path.resolve(import.meta.dirname, '../peers', `${name}.mjs`), args);
const answerOf = (child) =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a peer ended with ${code}`)));
  });

async function follow(url, token, topic) {
  const socket = io(`${url}/live`, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const client = { socket, topic, got: [], resyncs: 0 };
  socket.on('event', ({ position }) => client.got.push({ position, ms: nowMs() }));
  socket.on('resync', () => (client.resyncs += 1));
  const answer = await socket.timeout(30_000).emitWithAck('subscribe', { topic });
  if (answer.error) throw new Error(`subscribe ${topic}: ${answer.error.code}`);
  return client;
}

async function followers(url, token, { topics, count }) {
  const clients = [];
  while (clients.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - clients.length) }, (_, n) =>
      follow(url, token, topics[(clients.length + n) % topics.length]),
    );
    clients.push(...(await Promise.all(some)));
  }
  return clients;
}

/** Every client has each event of its topic, once and in order; answers how long each took. */
async function delivered(clients, sentTo, sentAt) {
  const wanted = Map.groupBy(Object.keys(sentTo).map(Number), (position) => sentTo[position]);
  const complete = () => clients.every(({ got, topic }) => got.length >= (wanted.get(topic)?.length ?? 0));
  await until('the last event', complete, 30_000);
  await delay(200); // one that comes twice may come late
  const took = [];
  for (const { got, topic, resyncs } of clients) {
    const positions = (wanted.get(topic) ?? []).sort((a, b) => a - b);
    if (resyncs > 0) throw new Error(`a client of ${topic} was told to start anew`);
    if (got.length !== positions.length || got.some(({ position }, n) => position !== positions[n]))
      throw new Error(`a client of ${topic} got ${got.length} events of ${positions.length}, or not in order`);
    for (const { position, ms } of got) took.push(Math.max(0, ms - sentAt[position]));
    got.length = 0;
  }
  return took;
}

async function prepare({ url, demo, ownerUrl }, inputs) {
  const admin = await signIn(
    url,
    demo.users.find((user) => user.role === 'administrator'),
  );
  const { key } = demo.apiKeys.find((each) => each.facilities.includes(demo.example.study.facility));
  const hospital = new HttpClient(url, key);
  const studies = [];
  for (let n = 0; n < inputs.topics; n++) {
    const study = { ...demo.example.study, accessionNumber: `LIVE-${n}`, patient: { id: `L${n}`, issuer: 'MERCY' } };
    const { body } = await hospital.call('POST', '/studies', { ...study, studyInstanceUid: undefined }, [201]);
    studies.push({ id: body.id, healthSystemId: body.healthSystemId });
  }
  hospital.close();
  const topics = studies.map(({ id }) => `study:${id}`);
  const writer = peer('event-writer', ownerUrl);
  await answerOf(writer);
  const bare = peer('bare-live');
  const { port } = await answerOf(bare);
  const count = inputs.clients;
  const ours = await followers(url, admin.token, { topics, count });
  const theirs = await followers(`http://127.0.0.1:${port}`, '', { topics, count });
  return { studies, writer, bare, ours, theirs };
}

async function throughProduct({ studies, writer, ours }, { perSecond, seconds }) {
  for (const client of ours) client.got.length = 0;
  writer.send({ studies, count: perSecond * seconds, perSecond, data: DATA });
  const { at, seconds: took } = await answerOf(writer);
  const sent = Object.entries(at);
  const sentTo = Object.fromEntries(sent.map(([position, { study }]) => [position, `study:${study}`]));
  const ms = await delivered(ours, sentTo, Object.fromEntries(sent.map(([position, each]) => [position, each.ms])));
  return { ms, sentTo, perSecond: sent.length / took };
}

async function throughBare({ bare, theirs }, sentTo, { perSecond }) {
  const payloads = Object.entries(sentTo).map(([position, topic]) => {
    const studyId = topic.slice('study:'.length);
    const at = new Date().toISOString();
    return { topic, event: { position: Number(position), type: 'study.updated', at, studyId, version: 1, data: DATA } };
  });
  bare.send({ payloads, perSecond });
  const { at } = await answerOf(bare);
  return delivered(theirs, sentTo, at);
}

export async function live(options = {}) {
  const { nodeOptions, profile, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const product = await startProduct({ nodeOptions, profile });
  let parts = null;
  try {
    parts = await prepare(product, inputs);
    return await compare(parts, product.processes.server, inputs);
  } finally {
    for (const { socket } of [...(parts?.ours ?? []), ...(parts?.theirs ?? [])]) socket.close();
    for (const child of [parts?.writer, parts?.bare]) child?.disconnect();
    await product.stop();
  }
}

async function compare(parts, serverPid, inputs) {
  const [a, b, rates, memory] = [[], [], [], []];
  for (let round = -1; round < inputs.rounds; round++) {
    const ours = await throughProduct(parts, inputs);
    const bare = await throughBare(parts, ours.sentTo, inputs);
    memory.push(residentMiB(serverPid));
    if (round < 0) continue; // the first round warms up
    a.push(ours.ms);
    b.push(bare);
    rates.push(ours.perSecond);
    console.error(
      `round ${round + 1}: p99 ${quantile(ours.ms, 0.99).toFixed(1)} ms, bare ${quantile(bare, 0.99).toFixed(1)} ms`,
    );
  }
  const ratios = a.map((ms, round) => quantile(ms, 0.99) / quantile(b[round], 0.99));
  return {
    ratio: rounded(median(ratios)),
    target: '<= 3 (p99)',
    ...percentilesOf(a.flat()),
    bare: percentilesOf(b.flat()),
    perSecond: rounded(median(rates)),
    deliveries: a.reduce((sum, ms) => sum + ms.length, 0),
    gaps: 0,
    duplicates: 0,
    serverMiB: {
      afterWarmUp: Math.round(memory[0]),
      after: Math.round(memory.at(-1)),
      most: Math.round(Math.max(...memory)),
    },
    spread: {
      ratio: spreadOf(ratios),
      p99Ms: spreadOf(a.map((ms) => quantile(ms, 0.99))),
      bareP99Ms: spreadOf(b.map((ms) => quantile(ms, 0.99))),
    },
    inputs,
  };
}
