import {
  DEFAULT_DISPATCH_PARAMS,
  rankForReader,
  stopOf,
  stopsRead,
  tierOf,
  type Instant,
  type RankedRead,
  type Read,
  type ReaderFacts,
  type ReadingGroupId,
  type Stop,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import type { ReadKey } from '../../studies/index.js';
import { openForGroup, withStudies, type OpenRead, type Waiting } from '../waiting.queries.js';

export interface RankedWaiting {
  waiting: Waiting;
  rank: RankedRead;
}

/** So many rows at a time are read in full and asked the hard rules: mostly the first few are enough. */
const AT_ONCE = 16;

/** In which order a reader should take what is open to them. */
@Injectable()
export class ReaderOrder {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
  ) {}

  /** The first reads that the reader may take, every hard rule asked; at most `limit`. */
  async first(tx: Tx, reader: ReaderFacts, limit: number): Promise<RankedWaiting[]> {
    if (!reader.session) return [];
    const { open, now } = await openForGroup(tx, reader.session.readingGroupId);
    const keyOf = new Map(open.map(({ read }) => [read.id, read]));
    const stop = this.stopOf(reader, now);
    const free = open.filter(({ read, study }) => !stopsRead(stop, read, study));
    const ranked = this.rank(free, reader, now);
    const found: RankedWaiting[] = [];
    for (let from = 0; from < ranked.length && found.length < limit; from += AT_ONCE) {
      const some = new Map(ranked.slice(from, from + AT_ONCE).map((rank) => [rank.readId, rank]));
      const keys = [...some.keys()].flatMap((id) => keyOf.get(id) ?? []);
      for (const waiting of await withStudies(tx, keys)) {
        const rank = some.get(waiting.read.id);
        if (rank && this.failed(waiting, reader, now).length === 0) found.push({ waiting, rank });
      }
    }
    return found.slice(0, limit);
  }

  /** Whether the read is open to the reader and no hard rule bars it, whatever its place in the order. */
  async isOpenTo(tx: Tx, key: ReadKey, reader: ReaderFacts): Promise<boolean> {
    const [waiting] = await withStudies(tx, [key]);
    if (!waiting) return false;
    const now = await tx.now();
    return this.rank([waiting], reader, now).length > 0 && this.failed(waiting, reader, now).length === 0;
  }

  /** Whether new work is kept from the reader just now, and why. */
  stopOf(reader: ReaderFacts, now: Instant): Stop | null {
    return stopOf(reader, this.directory.snapshot().groups, now);
  }

  /** The rules that the reader fails for the read. */
  failed({ study, read, reads }: Waiting, reader: ReaderFacts, now: Instant) {
    return this.eligibility.failed(readFactsOf(study, read, reads, this.directory.snapshot()), reader, 'offer', now);
  }

  private rank(open: readonly OpenRead[], { reader, session }: ReaderFacts, now: Instant): RankedRead[] {
    if (!session) return [];
    const { facilities, readers } = this.directory.snapshot();
    const signedOn = signedOnByGroup(readers.values());
    const ranking = {
      readerId: reader.id,
      readingGroupId: session.readingGroupId,
      tierFor: (facilityId: Read['facilityId']) => {
        const facility = facilities.get(facilityId);
        return facility ? tierOf(session, facility, now) : 'offshore';
      },
    };
    const waiting = open.map(({ read, study }) => ({ read, study, eligibleOnShift: signedOnFor(read, signedOn) }));
    return rankForReader(waiting, ranking, now, DEFAULT_DISPATCH_PARAMS);
  }
}

function signedOnByGroup(readers: Iterable<ReaderFacts>): ReadonlyMap<ReadingGroupId, number> {
  const counts = new Map<ReadingGroupId, number>();
  for (const { session } of readers)
    if (session) counts.set(session.readingGroupId, (counts.get(session.readingGroupId) ?? 0) + 1);
  return counts;
}

/** Signed-on readers of the groups whose steps are open: how scarce the skill is just now. */
function signedOnFor(read: Pick<Read, 'ladder'>, signedOn: ReadonlyMap<ReadingGroupId, number>): number {
  const groups = new Set(read.ladder.flatMap((step) => (step.openedAt === null ? [] : step.pool.readingGroupIds)));
  let count = 0;
  for (const group of groups) count += signedOn.get(group) ?? 0;
  return Math.max(1, count);
}
