import { createClient, type Client } from '@overread/wire';
import type { DemoFile } from '../../../apps/cli/src/demo/demo-file.js';
import { Chance, studyStream } from '@overread/domain';
import { hospitalsOf, pickReaders } from '../../../apps/cli/src/simulate/people.js';
import { pause } from '../../../apps/cli/src/simulate/pause.js';
import { ReaderAtWork, type Shift } from '../../../apps/cli/src/simulate/reader-at-work.js';
import { Tally } from '../../../apps/cli/src/simulate/tally.js';
import { datasetOf, imageFile, newUid } from '../dicom-objects.js';
import { DicomWebPeer } from '../dicom-web.js';
import { RawScu } from '../dimse-scu.js';
import { impatientFetch, patientFetch } from './patient-fetch.js';
import type { Told } from './told.js';

export interface Workload {
  /** Where the clients are sent to; a function, because a server may move. */
  url: string;
  dicomPort: number;
  facts: DemoFile;
  seed: string;
  told: Told;
  /** Ends the taking of new work; what is under way is brought to its end. */
  signal: AbortSignal;
  /** Ends everything: whoever still waits for an answer gives up. */
  deadline: AbortSignal;
  readers: number;
  /** Pause of each submitter after each study. */
  restMs: number;
}

const SUBMITTERS = 3;
const NO_ANSWER_PAUSE_MS = 100;

/** Studies, images and readers, each as fast as the server takes them, until told to stop. */
export async function work(load: Workload): Promise<Tally> {
  const tally = new Tally();
  await Promise.all([submit(load), read(load, tally), store(load), send(load)]);
  return tally;
}

/** Each study with a key of its own, the same request until it is answered. */
async function submit({ url, facts, seed, told, signal, deadline, restMs }: Workload): Promise<void> {
  const fault = (about: string) => told.fault(about);
  const { sites, clientOf } = await hospitalsOf(url, facts.apiKeys);
  const keyOf = new Map(facts.apiKeys.flatMap(({ key, facilities }) => facilities.map((code) => [code, key] as const)));
  const fetching = patientFetch({ signal: deadline, onFault: fault });
  const run = `K${seed}-${process.pid}`;
  const stream = studyStream({
    chance: new Chance(seed),
    sites: sites.filter(({ code }) => clientOf.has(code) && keyOf.has(code)),
    startsAt: new Date(),
    minutes: 1e6,
    speed: 1,
    rate: 6000,
    run,
  });
  const one = async () => {
    for (const { submission } of stream) {
      if (signal.aborted) return;
      const client = createClient({ baseUrl: url, token: () => keyOf.get(submission.facility), fetch: fetching });
      const accessionNumber = String(submission.accessionNumber);
      const key = `key-${accessionNumber}`;
      try {
        const { id } = await client.studies.submit(submission, { idempotencyKey: key });
        told.success({ kind: 'study', id, accessionNumber, key });
      } catch (error) {
        told.fault(`${accessionNumber} was refused: ${String(error)}`);
      }
      await pause(restMs, signal);
    }
  };
  await Promise.all(Array.from({ length: SUBMITTERS }, one));
}

/** Readers as in a simulated day. What they were told is signed must be there; the rest they may try again or not. */
async function read({ url, facts, seed, told, signal, readers }: Workload, tally: Tally): Promise<void> {
  const shift: Shift = { seed, speed: 20_000, idleMs: 150, signal, tally };
  await Promise.all(
    pickReaders(facts.users, readers).map(async (user) => {
      const fetching = impatientFetch({
        signal: AbortSignal.timeout(3_600_000),
        onFault: (about) => told.fault(about),
      });
      let token: string | null = null;
      const door = createClient({ baseUrl: url, fetch: fetching });
      const renew = async () => {
        ({ token } = await door.auth.signIn({ email: user.email, password: user.password }));
        return true;
      };
      const client = noting(createClient({ baseUrl: url, token: () => token, renew, fetch: fetching }), told);
      while (!signal.aborted) {
        const chance = new Chance(`${seed}/${user.email}`);
        await new ReaderAtWork(user, client, chance, shift).work();
        await pause(NO_ANSWER_PAUSE_MS, signal);
      }
    }),
  );
}

function noting(client: Client, told: Told): Client {
  const note =
    (sign: Client['reads']['final']): Client['reads']['final'] =>
    async (...asked) => {
      const signed = await sign(...asked);
      // An opinion is handed in as the final of its read.
      told.success({ kind: 'report', readId: signed.read.id, issues: signed.report.kind });
      return signed;
    };
  const { preliminary, final } = client.reads;
  return {
    ...client,
    reads: { ...client.reads, preliminary: note(preliminary), final: note(final) },
  };
}

/** Images over STOW-RS, one study after the other, the same image until it is kept. */
async function store({ url, facts, told, signal, deadline }: Workload): Promise<void> {
  const peer = new DicomWebPeer(url, facts.apiKeys[0]?.key ?? '');
  await images(signal, async (studyInstanceUid, sopInstanceUid, file) => {
    for (; !deadline.aborted; await pause(NO_ANSWER_PAUSE_MS, deadline)) {
      const answer = await peer.stow([file]).catch(() => null);
      if (!answer?.stored.includes(sopInstanceUid)) continue;
      return told.success({ kind: 'image', studyInstanceUid, sopInstanceUid });
    }
  });
}

/** Images over C-STORE, each on an association of its own, the same image until it is kept. */
async function send({ dicomPort, told, signal, deadline }: Workload): Promise<void> {
  await images(signal, async (studyInstanceUid, sopInstanceUid, file) => {
    for (; !deadline.aborted; await pause(NO_ANSWER_PAUSE_MS, deadline)) {
      const status = await stored(dicomPort, sopInstanceUid, datasetOf(file)).catch(() => -1);
      if (status !== 0) continue;
      return told.success({ kind: 'image', studyInstanceUid, sopInstanceUid });
    }
  });
}

async function stored(port: number, sopInstanceUid: string, dataset: Buffer): Promise<number> {
  const scu = await RawScu.connect({ port });
  const late = setTimeout(() => scu.socket.destroy(), 8_000);
  try {
    const status = await scu.store(sopInstanceUid, dataset);
    await scu.release().catch(() => undefined);
    return status;
  } finally {
    clearTimeout(late);
    scu.socket.destroy();
  }
}

type Sending = (studyInstanceUid: string, sopInstanceUid: string, file: Buffer) => Promise<void>;

async function images(signal: AbortSignal, sending: Sending): Promise<void> {
  for (let number = 0; !signal.aborted; number++) {
    const study = newUid();
    for (let each = 0; each < 1 + (number % 3); each++) {
      const instance = newUid();
      await sending(
        study,
        instance,
        imageFile({ study, instance, pixels: 4_000, patientId: `KILL-${study.slice(-12)}` }),
      );
    }
    await pause(20, signal);
  }
}
