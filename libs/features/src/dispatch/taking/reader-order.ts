import {
  examOf,
  plannedFirst,
  rankForReader,
  stopOf,
  stopsRead,
  tierOf,
  type DispatchParams,
  type Exam,
  type Instant,
  type RankedRead,
  type Read,
  type ReaderFacts,
  type ReaderId,
  type ReadId,
  type ReadingGroupId,
  type RuleCode,
  type Stop,
  type WaitingRead,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { ReadingTimes, type ReadKey } from '../../studies/index.js';
import { planFor } from '../planning/plan.queries.js';
import { offRoster } from '../reading-place.js';
import { FairnessService } from '../fairness/fairness.service.js';
import type { Ties } from '../fairness/ties.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { openForGroup, withStudies, type OpenRead, type Waiting } from '../waiting.queries.js';

export interface RankedWaiting {
  waiting: Waiting;
  rank: RankedRead;
  /** In the whole order, those that rules bar counted. */
  place: number;
}

/** The beginning of a reader's order, and what it stands on. */
export interface ReadersOrder {
  /** The first that are theirs to take. */
  first: RankedWaiting[];
  /** Those between that a hard rule bars, with the first rule that does. */
  barred: { place: number; code: RuleCode }[];
  /** Everything that was ranked, as it was ranked. */
  asked: ReadonlyMap<ReadId, WaitingRead>;
  asOf: Instant;
  /** By which it was ranked. */
  params: DispatchParams;
}

const NOTHING = { first: [], barred: [], asked: new Map(), asOf: new Date(0) };

/** So many rows at a time are read in full and asked the hard rules: mostly the first few are enough. */
const AT_ONCE = 16;

/** In which order a reader should take what is open to them. */
@Injectable()
export class ReaderOrder {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly fairness: FairnessService,
    private readonly parameters: ParametersInForce,
    private readonly readingTimes: ReadingTimes,
  ) {}

  /** The first reads that the reader may take, every hard rule asked; at most `limit`. */
  async first(tx: Tx, reader: ReaderFacts, limit: number): Promise<ReadersOrder> {
    const params = this.parameters.current().dispatch;
    if (!reader.session) return { ...NOTHING, params };
    const plan = await planFor(tx, reader.reader.id);
    const [{ open, now }, tiesAt] = await Promise.all([
      openForGroup(tx, reader.session.readingGroupId, plan?.reads),
      this.fairness.tiesOf(tx, reader.reader.id),
    ]);
    const keyOf = new Map(open.map(({ read }) => [read.id, read]));
    const stop = this.stopOf(reader, now);
    const free = open.filter(({ read, study }) => !stopsRead(stop, read, study));
    const { ranked: indexed, asked } = this.rank(free, reader, { now, params }, tiesAt(now));
    const ranked = plan ? plannedFirst(indexed, plan) : indexed;
    const first: RankedWaiting[] = [];
    const barred: ReadersOrder['barred'] = [];
    for (let from = 0; from < ranked.length && first.length < limit; from += AT_ONCE) {
      const some = new Map(ranked.slice(from, from + AT_ONCE).map((rank, index) => [rank.readId, { rank, index }]));
      const keys = [...some.keys()].flatMap((id) => keyOf.get(id) ?? []);
      for (const waiting of await withStudies(tx, keys)) {
        const found = some.get(waiting.read.id);
        if (!found) continue;
        const place = from + found.index;
        const [rule] = this.failed(waiting, reader, now);
        if (rule) barred.push({ place, code: rule.code });
        else first.push({ waiting, rank: found.rank, place });
      }
    }
    return { first: first.slice(0, limit), barred, asked, asOf: now, params };
  }

  /** Whether the read is open to the reader and no hard rule bars it, whatever its place in the order. */
  async isOpenTo(tx: Tx, key: ReadKey, reader: ReaderFacts): Promise<boolean> {
    const [waiting] = await withStudies(tx, [key]);
    if (!waiting) return false;
    const now = await tx.now();
    const by = { now, params: this.parameters.current().dispatch };
    const open = { ...waiting, exam: examOf(waiting.study, waiting.read, waiting.reads) };
    return this.rank([open], reader, by).ranked.length > 0 && this.failed(waiting, reader, now).length === 0;
  }

  /** Whether new work is kept from the reader just now, and why. */
  stopOf(reader: ReaderFacts, now: Instant): Stop | null {
    return stopOf(reader, this.directory.snapshot().groups, now);
  }

  /** The rules that the reader fails for the read. */
  failed({ study, read, reads }: Waiting, reader: ReaderFacts, now: Instant) {
    return this.eligibility.failed(readFactsOf(study, read, reads, this.directory.snapshot()), reader, 'offer', now);
  }

  /** The reader's own minutes for the exam, once something is known of them. */
  private ownMinutes(readerId: ReaderId, exam: Exam): Pick<WaitingRead, 'expectedMinutes'> {
    const expectedMinutes = this.readingTimes.minutesOf(readerId, exam);
    return expectedMinutes === null ? {} : { expectedMinutes };
  }

  private rank(
    open: readonly OpenRead[],
    facts: ReaderFacts,
    { now, params }: { now: Instant; params: DispatchParams },
    ties?: Ties,
  ): Pick<ReadersOrder, 'asked'> & { ranked: RankedRead[] } {
    const { reader, session } = facts;
    if (!session) return { ranked: [], asked: NOTHING.asked };
    const { facilities, readers } = this.directory.snapshot();
    const signedOn = signedOnByGroup(readers.values());
    const ranking = {
      readerId: reader.id,
      readingGroupId: session.readingGroupId,
      offRoster: offRoster(facts, now),
      tierFor: (facilityId: Read['facilityId']) => {
        const facility = facilities.get(facilityId);
        return facility ? tierOf(session, facility, now) : 'offshore';
      },
    };
    const waiting = open.map(({ read, study, exam }) => ({
      read,
      study,
      eligibleOnShift: signedOnFor(read, signedOn),
      ...this.ownMinutes(reader.id, exam),
      ...ties?.ofOrder(reader.id, { ...study, healthSystemId: read.healthSystemId }),
    }));
    const asked = new Map(waiting.map((each) => [each.read.id, each]));
    return { ranked: rankForReader(waiting, ranking, now, params), asked };
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
