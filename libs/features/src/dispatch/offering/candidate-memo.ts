import {
  scarcityOf,
  tierOf,
  type Instant,
  type OfferCandidate,
  type ReaderFacts,
  type ReadFacts,
} from '@overread/domain';
import type { DirectorySnapshot } from '../../network/index.js';
import { offRoster } from '../reading-place.js';

/** For so long an answer stands: credentials and shifts begin and end without an event. Milliseconds. */
const STANDS_MS = 10_000;

type Answers = Map<string, OfferCandidate | null>;

/**
 * Remembers who passes the hard rules for which kind of read, as candidates: thousands wait, of few kinds. Forgets when
 * the network, a reader, or some time has changed; whoever is chosen is asked again under lock.
 */
export class CandidateMemo {
  private of = new WeakMap<ReaderFacts, Answers>();
  private network: DirectorySnapshot | null = null;
  private since = 0;

  constructor(private readonly passes: (read: ReadFacts, reader: ReaderFacts, now: Instant) => boolean) {}

  /** To be told before a round asks; answers whether the network is another. */
  follow(network: DirectorySnapshot, now: Instant): boolean {
    const age = now.getTime() - this.since;
    const same = this.network !== null && sameButReaders(this.network, network);
    if (same && age >= 0 && age < STANDS_MS) return false;
    this.of = new WeakMap();
    this.network = network;
    this.since = now.getTime();
    return !same;
  }

  /** The reader as a candidate for reads of this kind, or null; without a kind nothing is remembered. */
  candidate(kind: string | null, read: ReadFacts, reader: ReaderFacts, now: Instant): OfferCandidate | null {
    if (kind === null) return this.judge(read, reader, now);
    const answers = this.of.get(reader) ?? new Map<string, OfferCandidate | null>();
    this.of.set(reader, answers);
    const known = answers.get(kind);
    if (known !== undefined) return known;
    const answer = this.judge(read, reader, now);
    answers.set(kind, answer);
    return answer;
  }

  private judge(read: ReadFacts, reader: ReaderFacts, now: Instant): OfferCandidate | null {
    const { session } = reader;
    if (!session || !this.passes(read, reader, now)) return null;
    return {
      readerId: reader.reader.id,
      readingGroupId: session.readingGroupId,
      sessionId: session.id,
      readerVersion: reader.reader.version,
      tier: tierOf(session, read.facility, now),
      // Steps for whoever is on no shift are offered as well as seen; whoever is on one carries no word of it.
      ...(offRoster(reader, now) ? { offRoster: true } : {}),
      scarcityShare: scarcityOf(reader),
      // What changes from read to read is laid over by who asks.
      surplusMinutes: 0,
      readPrior: false,
      idleSince: session.startedAt,
    };
  }
}

function sameButReaders(a: DirectorySnapshot, b: DirectorySnapshot): boolean {
  const { readers: _, ...rest } = a;
  return Object.entries(rest).every(([name, rows]) => b[name as keyof typeof rest] === rows);
}

/**
 * What the hard rules look at of a read, but who else reads the study: reads of one kind have the same candidates. Null
 * where somebody else does, or did.
 */
export function kindOf({ readId: _, otherReads, facility, healthSystem, ...rest }: ReadFacts): string | null {
  if (otherReads.length > 0) return null;
  return JSON.stringify([facility.id, healthSystem.id, rest]);
}
