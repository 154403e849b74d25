import {
  acceptOffer,
  DomainError,
  mayTake,
  NEXT_UP_LIMIT,
  refuseStop,
  stopsRead,
  type Instant,
  type Read,
  type ReaderFacts,
  type ReaderId,
  type ReadId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, withIdempotency, type RepeatableRequest, type Tx } from '@overread/platform';
import type { Read as WireRead } from '@overread/wire';
import { EligibilityService, pairOf, readFactsOf, refuse } from '../../eligibility/index.js';
import { NetworkDirectory, ReaderEntity } from '../../network/index.js';
import { SlaClockEntity, type ShownStudy } from '../../sla/index.js';
import { PatientEntity, ReadEntity, readKeyOf, StudyEntity, type ReadKey } from '../../studies/index.js';
import { choiceOfRead, type TakenBy } from '../explaining/choice-inputs.js';
import { DecisionLog } from '../explaining/decision-log.js';
import { readingPlaceOf } from '../reading-place.js';
import { ReadActs, requireSeen, type AskedRead } from '../read-acts.service.js';
import { refuseStranger } from '../read-resource.js';
import { claimFirst, offerTo, withStudies, type Waiting } from '../waiting.queries.js';
import { readerNow } from './reader-now.js';
import { ReaderOrder, type ReadersOrder } from './reader-order.js';

/** Of how many reads the first free one is taken. */
const FREE_TRIES = 48;

/** A read that has been taken, with the rows of its study as they are now. */
export interface Taken extends ShownStudy {
  read: Read;
  now: Instant;
}

/** The order that a read is taken from, and whose doing it is that it was not the first. */
interface TakenFrom {
  order: ReadersOrder;
  by: TakenBy;
}

/** How a read is taken: as its reader saw it, and from which order. */
interface Manner {
  asked?: AskedRead;
  from?: TakenFrom;
}

/** A reader takes work: the next one, or one of the next few, or what was offered. */
@Injectable()
export class TakingService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly order: ReaderOrder,
    private readonly decisions: DecisionLog,
    private readonly eligibility: EligibilityService,
    private readonly acts: ReadActs,
  ) {}

  /**
   * Assigns and accepts the best read the reader may take, and answers what `show` makes of it in the same transaction;
   * null when there is none. Asked again under the same key, it is the same one.
   */
  async next<T>(
    readerId: ReaderId,
    { actor, repeatable }: { actor: string; repeatable: RepeatableRequest | null },
    show: (tx: Tx, taken: Taken) => Promise<T>,
  ): Promise<T | null> {
    const { body } = await this.database.transaction({ kind: 'system', actor }, (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const [reader, offer] = await Promise.all([this.signedOn(tx, readerId), offerTo(tx, readerId)]);
        const taken = offer
          ? await this.takeOffer(tx, offer, reader)
          : ((await this.takeFree(tx, reader)) ?? (await this.takeAny(tx, reader)));
        if (taken === null) await this.refuseStopped(tx, reader);
        else await this.assertMay(tx, taken);
        const shown = taken && (await show(tx, taken));
        return { status: shown === null ? 204 : 200, body: shown };
      }),
    );
    return body;
  }

  /** Accepts an offer, or takes a read of the reader's next few. What they hold already stays theirs. */
  accept(asked: AskedRead, readerId: ReaderId, actor: string): Promise<WireRead> {
    return this.database.transaction({ kind: 'system', actor }, (tx) =>
      this.acts.once(tx, asked, async () => {
        const [key, reader] = await Promise.all([readKeyOf(tx, asked.id), this.signedOn(tx, readerId)]);
        const [waiting] = await withStudies(tx, [key]);
        if (!waiting) throw new DomainError('not-found', 'read/not-found', 'no such read');
        await refuseStranger(tx, key, readerId);
        const { read, reads } = waiting;
        if (read.state === 'in-progress' && read.readerId === readerId) {
          requireSeen(asked, reads);
          return read;
        }
        const how: Manner = { asked };
        if (read.state === 'queued') {
          await this.refuseStopped(tx, reader, waiting);
          const order = await this.refuseUnplanned(tx, key, reader);
          if (order) how.from = { order, by: 'own-choice' };
        }
        const taken = await this.take(tx, waiting, reader, how);
        await this.assertMay(tx, taken);
        return taken.read;
      }),
    );
  }

  /** Who is kept from new work is told so, instead of that there is none; of one read, when it is kept from them. */
  private async refuseStopped(tx: Tx, reader: ReaderFacts, waiting?: Waiting): Promise<void> {
    const stop = this.order.stopOf(reader, await tx.now());
    if (stop !== null && (!waiting || stopsRead(stop, waiting.read, waiting.study))) refuseStop(stop);
  }

  private async takeOffer(tx: Tx, offer: ReadKey, reader: ReaderFacts): Promise<Taken | null> {
    const [waiting] = await withStudies(tx, [offer]);
    return waiting ? this.take(tx, waiting, reader) : null;
  }

  /** The best read that nobody else is taking at this moment: readers who ask at once do not wait for each other. */
  private async takeFree(tx: Tx, reader: ReaderFacts): Promise<Taken | null> {
    const order = await this.order.first(tx, reader, FREE_TRIES);
    const left = new Map(order.first.map(({ waiting }) => [waiting.read.id, waiting]));
    while (left.size > 0) {
      const id = await claimFirst(
        tx,
        [...left.values()].map(({ read }) => read),
      );
      const claimed = id && left.get(id);
      if (!claimed) return null;
      left.delete(id);
      const taken = await this.tryTake(tx, claimed, reader, order);
      if (taken) return taken;
    }
    return null;
  }

  /** What others hold locked may not be taken by them after all: waits for the first few of what is left by now. */
  private async takeAny(tx: Tx, reader: ReaderFacts): Promise<Taken | null> {
    const order = await this.order.first(tx, reader, NEXT_UP_LIMIT);
    for (const { waiting } of order.first) {
      const taken = await this.tryTake(tx, waiting, reader, order);
      if (taken) return taken;
    }
    return null;
  }

  /** The order that the read is among the first of; undefined where nobody keeps one, or a hard rule will say what bars it. */
  private async refuseUnplanned(tx: Tx, key: ReadKey, reader: ReaderFacts): Promise<ReadersOrder | undefined> {
    const group = reader.session && this.directory.snapshot().groups.get(reader.session.readingGroupId);
    if (group?.picksFreely) return undefined;
    const planned = await this.order.first(tx, reader, NEXT_UP_LIMIT);
    const ranked = planned.first.map(({ rank }) => rank);
    if (mayTake(ranked, key.id, false)) return planned;
    // A read that a hard rule bars says which one; only one that is open and passed over is "not your turn".
    if (!(await this.order.isOpenTo(tx, key, reader))) return undefined;
    throw new DomainError('conflict', 'read/not-next', 'The read is not among your next few; take the next one');
  }

  private async tryTake(tx: Tx, waiting: Waiting, reader: ReaderFacts, order: ReadersOrder): Promise<Taken | null> {
    try {
      return await this.take(tx, waiting, reader, { from: { order, by: 'busy' } });
    } catch (error) {
      if (error instanceof DomainError && (error.kind === 'conflict' || error.kind === 'forbidden')) return null;
      throw error;
    }
  }

  private async take(
    tx: Tx,
    waiting: Waiting,
    reader: ReaderFacts,
    { from, asked: seenAs }: Manner = {},
  ): Promise<Taken> {
    const { read } = waiting;
    const seen = this.decisions.looked();
    // An order that was ranked before other parameters came into force stands on those it was ranked by.
    const looked = from ? { ...seen, params: from.order.params } : seen;
    const taken = await tx.change(targetsOf(waiting, reader), (rows, now) => {
      if (seenAs) requireSeen(seenAs, rows.reads);
      if (rows.reader.version !== reader.reader.version) {
        throw new DomainError('conflict', 'reader/changed', 'The credentials changed just now; try again');
      }
      const { study, reads, clocks, patient } = rows;
      const { next = {}, events = [], result } = this.accepted({ study, reads }, read.id, reader, now);
      const shown = { study: next.study ?? study, reads: next.reads ?? reads, clocks, patient };
      return { next, events, result: { ...shown, read: result, now } };
    });
    const by = reader.reader.id;
    const choice = from ? choiceOfRead(by, read.id, from.order, from.by) : ({ kind: 'named', readerId: by } as const);
    const { study, now: at } = taken;
    const facts = readFactsOf(study, read, waiting.reads, this.directory.snapshot());
    const asked = this.eligibility.counts(facts, 'offer', at);
    const decided = { study, weighed: read, read: taken.read, at, choice, looked, asked };
    await this.decisions.store(tx, [{ ...decided, trigger: 'taken' }]);
    return { ...taken, reads: taken.reads.toSorted((a, b) => a.ordinal - b.ordinal) };
  }

  /** Outside of the tries: what is refused here undoes the transaction, the taking with it. */
  private assertMay(tx: Tx, { read, now }: Taken): Promise<void> {
    return this.eligibility.assertPairs(tx, [pairOf(read)], 'offer', now);
  }

  /** The rules asked again under the lock, then the offer taken. */
  private accepted(rows: { study: StudyEntity; reads: ReadEntity[] }, id: ReadId, reader: ReaderFacts, now: Instant) {
    const { study, reads } = rows;
    const read = reads.find((each) => each.id === id);
    if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
    const mine = read.state === 'assigned' && read.readerId === reader.reader.id;
    const own = mine ? withoutHeld(reader, read, study) : reader;
    if (read.state === 'queued' || mine) refuse(this.order.failed({ study, read, reads }, own, now));
    const facility = this.directory.snapshot().facilities.get(study.facilityId);
    if (!facility) throw new Error(`facility ${study.facilityId} is unknown`);
    return acceptOffer({ study, reads }, { readId: id, by: readingPlaceOf(reader, facility, now) }, now);
  }

  private async signedOn(tx: Tx, readerId: ReaderId): Promise<ReaderFacts> {
    const reader = await readerNow(tx, readerId, this.directory.snapshot());
    if (!reader.session) {
      throw new DomainError('conflict', 'session/not-signed-on', 'Sign on first: start a reading session');
    }
    return reader;
  }
}

/** What is locked, and what is only shown beside it. */
const targetsOf = ({ study }: Waiting, { reader }: ReaderFacts) => {
  const { healthSystemId, id: studyId, patientId } = study;
  return {
    study: one(StudyEntity, { healthSystemId, id: studyId }),
    reads: all(ReadEntity, { studyId }),
    reader: one(ReaderEntity, { id: reader.id }, { lock: 'share' }),
    clocks: all(SlaClockEntity, { studyId }, { lock: 'none' }),
    patient: one(PatientEntity, { healthSystemId, id: patientId }, { lock: 'none' }),
  };
};

/** The offered read is already counted in what the reader holds: taking it must not count it twice. */
function withoutHeld(reader: ReaderFacts, read: Read, study: { priority: string }): ReaderFacts {
  const pressing = study.priority === 'critical' || study.priority === 'stat';
  const { routineMinutes, urgentMinutes } = reader.held;
  const held = pressing
    ? { routineMinutes, urgentMinutes: Math.max(0, urgentMinutes - read.expectedMinutes) }
    : { routineMinutes: Math.max(0, routineMinutes - read.expectedMinutes), urgentMinutes };
  return { ...reader, held };
}
