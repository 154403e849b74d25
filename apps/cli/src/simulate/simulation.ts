import { Chance, studyStream, type StreamedStudy } from '@overread/domain';
import { everyItem, type Study } from '@overread/wire';
import type { DemoFacts, DemoUser } from '../demo/load-demo.js';
import { inParallel } from '../running/in-parallel.js';
import { pause } from './pause.js';
import { hospitalsOf, pickReaders, signIn, type Hospitals } from './people.js';
import { ReaderAtWork, type Shift } from './reader-at-work.js';
import { Tally, type Summary } from './tally.js';

export interface SimulationOptions {
  /** The only address anything is sent to. */
  url: string;
  access: Pick<DemoFacts, 'users' | 'apiKeys'>;
  seed: string;
  /** Begins every identity: another for each run. */
  run: string;
  startsAt: Date;
  minutes: number;
  speed: number;
  /** Studies in a minute; null for the published profile times the speed. */
  rate: number | null;
  readers: number;
  idleMs?: number;
  /** Ends it before its time: readers sign off. */
  signal: AbortSignal;
  onTally?: (tally: Tally) => void;
}

const IDLE_MS = 1500;
const SIGNING_IN_AT_ONCE = 2;
const SUBMITTING_AT_ONCE = 8;

/** A stretch of a hospital day through the public API: studies come, readers read them, then readers sign off. */
export async function simulate(options: SimulationOptions): Promise<Summary> {
  const { url, access, seed, minutes, signal } = options;
  const hospitals = await hospitalsOf(url, access.apiKeys);
  const tally = new Tally();
  const timeIsUp = new AbortController();
  const shift: Shift = {
    seed,
    speed: options.speed,
    idleMs: options.idleMs ?? IDLE_MS,
    signal: AbortSignal.any([signal, timeIsUp.signal]),
    tally,
  };
  const readers = await signedIn(options, shift);
  const beganAt = performance.now();
  const timer = setTimeout(() => timeIsUp.abort(), minutes * 60_000);
  try {
    options.onTally?.(tally);
    await Promise.all([submitAll(options, hospitals, shift), ...readers.map((reader) => reader.work())]);
  } finally {
    clearTimeout(timer);
    timeIsUp.abort();
  }
  const seconds = Math.round((performance.now() - beganAt) / 1000);
  const studies = await submittedStudies(hospitals, tally).catch((error: unknown) => {
    tally.refused(error);
    return null;
  });
  return tally.summary(studies, { seed, seconds, stoppedEarly: signal.aborted });
}

/** A few at a time: checking a password is meant to cost the server something. */
async function signedIn({ url, access, readers, seed }: SimulationOptions, shift: Shift): Promise<ReaderAtWork[]> {
  const ready: ReaderAtWork[] = [];
  await inParallel(pickReaders(access.users, readers), SIGNING_IN_AT_ONCE, async (user: DemoUser) => {
    if (shift.signal.aborted) return;
    const client = await signIn(url, user);
    ready.push(new ReaderAtWork(user, client, new Chance(`${seed}/${user.email}`), shift));
  });
  return ready;
}

async function submitAll(options: SimulationOptions, hospitals: Hospitals, { signal, tally }: Shift): Promise<void> {
  const stream = studyStream({ ...options, chance: new Chance(options.seed), sites: hospitals.sites });
  await inParallel(whenDue(stream, signal), SUBMITTING_AT_ONCE, async ({ submission }) => {
    try {
      const client = hospitals.clientOf.get(submission.facility);
      if (client) tally.submitted(await client.studies.submit(submission));
    } catch (error) {
      tally.refused(error);
    }
  });
}

/** Each arrival at its time; late ones at once. */
async function* whenDue(arrivals: Iterable<StreamedStudy>, signal: AbortSignal): AsyncGenerator<StreamedStudy> {
  const beganAt = performance.now();
  for (const arrival of arrivals) {
    await pause(beganAt + arrival.atMs - performance.now(), signal);
    if (signal.aborted) return;
    yield arrival;
  }
}

/** How what was submitted stands now, as the hospitals themselves see it. */
async function submittedStudies({ clients }: Hospitals, tally: Tally): Promise<Study[]> {
  const [receivedSince] = [...tally.studies.values()].sort();
  if (receivedSince === undefined) return [];
  const query = { receivedSince, sort: 'receivedAt', limit: 500 };
  const lists = await Promise.all(clients.map((client) => everyItem((page) => client.studies.list(page), query)));
  return lists.flat().filter(({ id }) => tally.studies.has(id));
}
