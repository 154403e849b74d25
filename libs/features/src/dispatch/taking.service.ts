import {
  acceptOffer,
  DEFAULT_DISPATCH_PARAMS,
  DomainError,
  mayTake,
  NEXT_UP_LIMIT,
  rankForReader,
  tierOf,
  type Instant,
  type RankedRead,
  type Read,
  type ReaderFacts,
  type ReaderId,
  type ReadId,
  type ReadingGroupId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, type Tx } from '@overread/platform';
import { EligibilityService, readFactsOf, refuse } from '../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../network/index.js';
import { ReadEntity, readKeyOf, StudyEntity } from '../studies/index.js';
import { storeDecisions } from './decisions.js';
import { readingPlaceOf } from './reading-place.js';
import { claimFirst, readsOf, waitingForGroup, type Waiting } from './waiting.queries.js';

export interface RankedWaiting {
  waiting: Waiting;
  rank: RankedRead;
}

/** Of how many reads the first free one is taken. */
const FREE_TRIES = 64;

/** How the reader comes to the read. */
type Way = { trigger: 'taken'; rank?: RankedRead };

/** A reader takes work: the next one, or one of the next few, or what was offered. */
@Injectable()
export class TakingService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
  ) {}

  /** Assigns and accepts the best read the reader may take; null when there is none. */
  next(readerId: ReaderId, actor: string): Promise<Read | null> {
    return this.database.transaction({ kind: 'system', actor }, async (tx) => {
      const reader = await this.signedOn(tx, readerId);
      const [offer] = (await readsOf(tx, readerId)).filter(({ read }) => read.state === 'assigned');
      if (offer) return this.take(tx, offer.read, reader, { trigger: 'taken' });
      return (await this.takeFree(tx, reader)) ?? this.takeAny(tx, reader);
    });
  }

  /** The best read that nobody else is taking at this moment: readers who ask at once do not wait for each other. */
  private async takeFree(tx: Tx, reader: ReaderFacts): Promise<Read | null> {
    const order = await this.order(tx, reader, FREE_TRIES);
    const byRead = new Map(order.map((each) => [each.waiting.read.id, each]));
    while (byRead.size > 0) {
      const id = await claimFirst(
        tx,
        [...byRead.values()].map(({ waiting }) => waiting.read),
      );
      const claimed = id && byRead.get(id);
      if (!claimed) return null;
      byRead.delete(id);
      const taken = await this.tryTake(tx, claimed.waiting, reader, claimed.rank);
      if (taken) return taken;
    }
    return null;
  }

  /** What others hold locked may not be taken by them after all: waits for the first few of what is left by now. */
  private async takeAny(tx: Tx, reader: ReaderFacts): Promise<Read | null> {
    for (const { waiting, rank } of await this.order(tx, reader, NEXT_UP_LIMIT)) {
      const taken = await this.tryTake(tx, waiting, reader, rank);
      if (taken) return taken;
    }
    return null;
  }

  /** Accepts an offer, or takes a read of the reader's next few. */
  accept(readId: ReadId, readerId: ReaderId, actor: string): Promise<Read> {
    return this.database.transaction({ kind: 'system', actor }, async (tx) => {
      const { id } = await readKeyOf(tx, readId);
      const reader = await this.signedOn(tx, readerId);
      const [read] = await tx.read<{ state: Read['state']; readerId: ReaderId | null }>(
        'select state, reader_id as "readerId" from read where id = $1',
        [id],
      );
      if (read?.state === 'queued') await this.refuseUnplanned(tx, readId, reader);
      else if (read?.state === 'assigned' && read.readerId !== readerId) await this.refuseStranger(tx, readId, reader);
      return this.take(tx, { id: readId }, reader, { trigger: 'taken' });
    });
  }

  /** The reads the reader may take, in the order to take them; hard rules asked, at most `limit`. */
  async order(tx: Tx, reader: ReaderFacts, limit = Infinity): Promise<RankedWaiting[]> {
    const { session } = reader;
    if (!session) return [];
    const now = await tx.now();
    const waiting = await waitingForGroup(tx, session.readingGroupId);
    const byRead = new Map(waiting.map((each) => [each.read.id, each]));
    const snapshot = this.directory.snapshot();
    const signedOn = signedOnByGroup(snapshot.readers.values());
    const ranked = rankForReader(
      waiting.map(({ read, study }) => ({ read, study, eligibleOnShift: signedOnFor(read, signedOn) })),
      {
        readerId: reader.reader.id,
        readingGroupId: session.readingGroupId,
        tierFor: (facilityId) => {
          const facility = snapshot.facilities.get(facilityId);
          return facility ? tierOf(session, facility, now) : 'offshore';
        },
      },
      now,
      DEFAULT_DISPATCH_PARAMS,
    );
    const order: RankedWaiting[] = [];
    for (const rank of ranked) {
      if (order.length >= limit) break;
      const each = byRead.get(rank.readId);
      if (each && this.failed(each, reader, now).length === 0) order.push({ waiting: each, rank });
    }
    return order;
  }

  private failed({ study, read, reads }: Waiting, reader: ReaderFacts, now: Instant) {
    return this.eligibility.failed(readFactsOf(study, read, reads, this.directory.snapshot()), reader, 'offer', now);
  }

  /** A reader who may not even see the study is not told that it exists. */
  private async refuseStranger(tx: Tx, readId: ReadId, reader: ReaderFacts): Promise<void> {
    const [seen] = await tx.read<{ seen: boolean }>(
      `select exists (select from read r, jsonb_array_elements(r.ladder) s
         where r.id = $1 and s ->> 'openedAt' is not null and s -> 'pool' -> 'readingGroupIds' ? $2) as seen`,
      [readId, reader.session?.readingGroupId ?? ''],
    );
    if (!seen?.seen) throw new DomainError('not-found', 'read/not-found', 'no such read');
  }

  private async refuseUnplanned(tx: Tx, readId: ReadId, reader: ReaderFacts): Promise<void> {
    await this.refuseStranger(tx, readId, reader);
    const order = await this.order(tx, reader);
    const picksFreely =
      this.directory.snapshot().groups.get(reader.session?.readingGroupId ?? ('' as never))?.picksFreely ?? false;
    const ranked = order.map(({ rank }) => rank);
    // A read that a hard rule bars says which one; only one that is open and passed over is "not your turn".
    if (!ranked.some((rank) => rank.readId === readId) || mayTake(ranked, readId, picksFreely)) return;
    throw new DomainError('conflict', 'read/not-next', 'The read is not among your next few; take the next one');
  }

  private async tryTake(tx: Tx, { read }: Waiting, reader: ReaderFacts, rank: RankedRead): Promise<Read | null> {
    try {
      return await this.take(tx, read, reader, { trigger: 'taken', rank });
    } catch (error) {
      if (error instanceof DomainError && (error.kind === 'conflict' || error.kind === 'forbidden')) return null;
      throw error;
    }
  }

  private async take(tx: Tx, read: { id: ReadId }, reader: ReaderFacts, way: Way): Promise<Read> {
    const { studyId, healthSystemId } = await readKeyOf(tx, read.id);
    const { taken, now } = await tx.change(
      {
        study: one(StudyEntity, { healthSystemId, id: studyId }),
        reads: all(ReadEntity, { studyId }),
        reader: one(ReaderEntity, { id: reader.reader.id }, { lock: 'share' }),
      },
      (rows, at) => {
        if (rows.reader.version !== reader.reader.version) {
          throw new DomainError('conflict', 'reader/changed', 'The credentials changed just now; try again');
        }
        const { next, events, result } = this.accepted(rows, read.id, reader, at);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: { taken: result, now: at } };
      },
    );
    const score = way.rank?.score ?? 0;
    const candidates = [{ readerId: reader.reader.id, score, terms: { ...way.rank?.terms } }];
    const facts = { trigger: way.trigger, chosen: reader.reader.id, candidates, failedByRule: {}, soleBlockers: {} };
    await storeDecisions(tx, [{ read: taken, facts }], now);
    return taken;
  }

  /** The rules asked again under the lock, then the offer taken. */
  private accepted(rows: { study: StudyEntity; reads: ReadEntity[] }, id: ReadId, reader: ReaderFacts, now: Instant) {
    const { study, reads } = rows;
    const read = reads.find((each) => each.id === id);
    if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
    const mine = read.state === 'assigned' && read.readerId === reader.reader.id;
    const own = mine ? withoutHeld(reader, read, study) : reader;
    if (read.state === 'queued' || mine) refuse(this.failed({ study, read, reads }, own, now));
    const facility = this.directory.snapshot().facilities.get(study.facilityId);
    if (!facility) throw new Error(`facility ${study.facilityId} is unknown`);
    return acceptOffer({ study, reads }, { readId: id, by: readingPlaceOf(reader, facility, now) }, now);
  }

  private async signedOn(tx: Tx, readerId: ReaderId): Promise<ReaderFacts> {
    const reader = await loadReaderFacts(tx, readerId);
    if (!reader.session) {
      throw new DomainError('conflict', 'session/not-signed-on', 'Sign on first: start a reading session');
    }
    return reader;
  }
}

/** The offered read is already counted in what the reader holds: taking it must not count it twice. */
function withoutHeld(reader: ReaderFacts, read: Read, study: { priority: string }): ReaderFacts {
  const pressing = study.priority === 'critical' || study.priority === 'stat';
  const { routineMinutes, urgentMinutes } = reader.held;
  const held = pressing
    ? { routineMinutes, urgentMinutes: Math.max(0, urgentMinutes - read.expectedMinutes) }
    : { routineMinutes: Math.max(0, routineMinutes - read.expectedMinutes), urgentMinutes };
  return { ...reader, held };
}

function signedOnByGroup(readers: Iterable<ReaderFacts>): ReadonlyMap<ReadingGroupId, number> {
  const counts = new Map<ReadingGroupId, number>();
  for (const { session } of readers)
    if (session) counts.set(session.readingGroupId, (counts.get(session.readingGroupId) ?? 0) + 1);
  return counts;
}

/** Signed-on readers of the groups whose steps are open: how scarce the skill is just now. */
function signedOnFor(read: Read, signedOn: ReadonlyMap<ReadingGroupId, number>): number {
  const groups = new Set(read.ladder.flatMap((step) => (step.openedAt === null ? [] : step.pool.readingGroupIds)));
  let count = 0;
  for (const group of groups) count += signedOn.get(group) ?? 0;
  return Math.max(1, count);
}
