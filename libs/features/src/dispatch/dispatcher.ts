import {
  chooseReader,
  DEFAULT_DISPATCH_PARAMS,
  DomainError,
  expireOffer,
  offerRead,
  openLadder,
  rankOne,
  tierOf,
  type OfferCandidate,
  type Instant,
  type ReaderFacts,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, type Lease, type Tx } from '@overread/platform';
import { EligibilityService, readFactsOf, refuse } from '../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../network/index.js';
import { ReadEntity, readKeyOf, StudyEntity } from '../studies/index.js';
import { storeDecisions } from './decisions.js';
import { DISPATCH_SETTINGS } from './dispatch-settings.js';
import { MovingService } from './moving.service.js';
import { readingPlaceOf } from './reading-place.js';
import { expiredOffers, unopenedLadders, waitingReads, type Waiting } from './waiting.queries.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** One round of dispatch: offers that ran out, ladder steps that are due, offers to idle readers. Under a lease. */
@Injectable()
export class Dispatcher {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly moving: MovingService,
  ) {}

  /** `studyIds` narrows the ladders to studies just heard of; absent looks at all. */
  async round(lease: Lease, studyIds?: readonly StudyId[]): Promise<void> {
    await this.expireOffers(lease);
    await this.openLadders(lease, studyIds);
    await this.offerToIdle(lease);
  }

  private async expireOffers(lease: Lease): Promise<void> {
    const expired = await this.database.transaction(SCOPE, (tx) => expiredOffers(tx, DISPATCH_SETTINGS.roundSize));
    for (const { id } of expired) {
      await this.guarded(lease, async (tx) => {
        const key = await readKeyOf(tx, id);
        const [holder] = await tx.read<{ readerId: ReaderFacts['reader']['id'] }>(
          `select reader_id as "readerId" from read where id = $1 and reader_id is not null`,
          [id],
        );
        const soleEligible = holder !== undefined && (await this.moving.soleEligible(tx, key, holder.readerId));
        await tx.change(studyTargets(key), (rows, now) => {
          const { next, events } = expireOffer(rows, { readId: id, soleEligible }, now);
          return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
        });
      });
    }
  }

  private async openLadders(lease: Lease, studyIds?: readonly StudyId[]): Promise<void> {
    const due = await this.database.transaction(SCOPE, async (tx) => {
      const waiting = await unopenedLadders(tx, DISPATCH_SETTINGS.roundSize, studyIds);
      const now = await tx.now();
      return waiting.filter((each) => this.openedNow(each, now).next !== undefined);
    });
    for (const { study, read } of due) {
      await this.guarded(lease, (tx) =>
        tx.change(studyTargets({ healthSystemId: study.healthSystemId, studyId: study.id }), (rows, now) => {
          const locked = rows.reads.find((each) => each.id === read.id);
          if (!locked) return { result: undefined };
          const opened = this.openedNow({ study: rows.study, read: locked, reads: rows.reads }, now);
          const next = opened.next?.read;
          if (!next) return { result: undefined };
          const reads = rows.reads.map((each) => (each.id === next.id ? next : each));
          return { next: { reads }, events: opened.events ?? [], result: undefined };
        }),
      );
    }
  }

  private openedNow({ study, read, reads }: Waiting, now: Instant) {
    const siblings = reads.filter((each) => each.id !== read.id);
    return openLadder(
      read,
      { study, siblings, signedOnEligible: this.signedOnEligible({ study, read, reads }, now) },
      now,
    );
  }

  /** Eligible readers signed on, by step; asked only where a step waits for nobody being there. */
  private signedOnEligible({ study, read, reads }: Waiting, now: Instant): (number | undefined)[] {
    if (!read.ladder.some((step) => step.openedAt === null && step.opens.whenNobodySignedOn)) return [];
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    const present = this.signedOn().flatMap((reader) => {
      const facility = facts.facility;
      if (!reader.session || this.eligibility.failed(facts, reader, 'offer', now).length > 0) return [];
      return [{ ...readingPlaceOf(reader, facility, now) }];
    });
    return read.ladder.map(
      ({ pool }) =>
        present.filter(
          (place) =>
            (pool.tiers.length === 0 || pool.tiers.includes(place.tier)) &&
            (pool.readingGroupIds.length === 0 || pool.readingGroupIds.includes(place.readingGroupId)) &&
            (pool.readerId === null || pool.readerId === place.readerId),
        ).length,
    );
  }

  private signedOn(): ReaderFacts[] {
    return [...this.directory.snapshot().readers.values()].filter((reader) => reader.session !== null);
  }

  /** Late binding: only an idle reader who takes offers is offered anything, and only one read. */
  private async offerToIdle(lease: Lease): Promise<void> {
    const idle = await this.idleReaders();
    if (idle.size === 0) return;
    const { waiting, now } = await this.database.transaction(SCOPE, async (tx) => ({
      waiting: await waitingReads(tx, DISPATCH_SETTINGS.roundSize),
      now: await tx.now(),
    }));
    const ranked = waiting
      .map((each) => ({
        each,
        rank: rankOne({ ...each, eligibleOnShift: Math.max(1, idle.size) }, now, DEFAULT_DISPATCH_PARAMS),
      }))
      .sort((a, b) => bandOf(a.rank.band) - bandOf(b.rank.band) || b.rank.score - a.rank.score);
    for (const { each } of ranked) {
      if (idle.size === 0) return;
      const choice = chooseReader(each.read, this.candidates(each, idle, now), DEFAULT_DISPATCH_PARAMS);
      if (choice.chosen && (await this.offer(lease, each, choice))) idle.delete(choice.chosen.readerId);
    }
  }

  private async idleReaders(): Promise<Map<string, ReaderFacts>> {
    const push = this.signedOn().filter((reader) => reader.session?.mode === 'push');
    if (push.length === 0) return new Map();
    const busy = await this.database.transaction(SCOPE, (tx) =>
      tx.read<{ id: string }>(`select distinct reader_id as id from read where state in ('assigned', 'in-progress')`),
    );
    const holding = new Set(busy.map(({ id }) => id));
    return new Map(push.filter((each) => !holding.has(each.reader.id)).map((each) => [each.reader.id, each]));
  }

  private candidates(
    { study, read, reads }: Waiting,
    idle: ReadonlyMap<string, ReaderFacts>,
    now: Instant,
  ): OfferCandidate[] {
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    return [...idle.values()].flatMap((reader) => {
      if (!reader.session || this.eligibility.failed(facts, reader, 'offer', now).length > 0) return [];
      return [
        {
          readerId: reader.reader.id,
          readingGroupId: reader.session.readingGroupId,
          sessionId: reader.session.id,
          tier: tierOf(reader.session, facts.facility, now),
          scarcityShare: scarcityOf(reader),
          surplusMinutes: reader.session.completedReads,
          readPrior: false,
          idleSince: reader.session.startedAt,
        },
      ];
    });
  }

  private async offer(
    lease: Lease,
    { study, read }: Waiting,
    choice: ReturnType<typeof chooseReader>,
  ): Promise<boolean> {
    const { chosen } = choice;
    if (!chosen) return false;
    try {
      await this.guarded(lease, async (tx) => {
        const reader = await loadReaderFacts(tx, chosen.readerId);
        const targets = {
          ...studyTargets({ healthSystemId: study.healthSystemId, studyId: study.id }),
          reader: one(ReaderEntity, { id: chosen.readerId }, { lock: 'share' }),
        };
        const offered = await tx.change(targets, (rows, now) => {
          const snapshot = this.directory.snapshot();
          const locked = rows.reads.find((each) => each.id === read.id) ?? read;
          const facts = readFactsOf(rows.study, locked, rows.reads, snapshot);
          refuse(this.eligibility.failed(facts, reader, 'offer', now));
          const to = readingPlaceOf(reader, facts.facility, now);
          const offerSeconds = DISPATCH_SETTINGS.offerSeconds[rows.study.priority];
          const change = offerRead(
            { study: rows.study, reads: rows.reads },
            { readId: read.id, to, offerSeconds },
            now,
          );
          return {
            ...(change.next ? { next: change.next } : {}),
            events: change.events ?? [],
            result: { read: change.result, now },
          };
        });
        const facts = {
          trigger: 'ready',
          chosen: chosen.readerId,
          candidates: choice.ranked,
          failedByRule: {},
          soleBlockers: {},
        } as const;
        const candidates = facts.candidates.map(({ readerId, score, terms }) => ({ readerId, score, terms }));
        await storeDecisions(tx, [{ read: offered.read, facts: { ...facts, candidates } }], offered.now);
      });
      return true;
    } catch (error) {
      // Someone took it, or the reader changed, between the look and the lock: the next round sees it as it is.
      if (error instanceof DomainError && error.kind !== 'stale' && error.kind !== 'unavailable') return false;
      throw error;
    }
  }

  /** A leader that was paused while another took over writes nothing. */
  private guarded<T>(lease: Lease, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      return work(tx);
    });
  }
}

const studyTargets = (key: { healthSystemId: StudyEntity['healthSystemId']; studyId: StudyId }) => ({
  study: one(StudyEntity, { healthSystemId: key.healthSystemId, id: key.studyId }),
  reads: all(ReadEntity, { studyId: key.studyId }),
});

const bandOf = (band: string): number => ['critical', 'beyond-maximum-wait', 'indexed'].indexOf(band);

/** Readers who can do more kinds of work are kept free for it. */
const scarcityOf = ({ reader }: ReaderFacts): number =>
  Math.min(1, (reader.competences.length + 2 * reader.subspecialties.length) / 20);
