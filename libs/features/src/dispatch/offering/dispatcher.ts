import {
  expireOffer,
  inPool,
  openLadder,
  pauseInForce,
  releaseRead,
  stopOf,
  stopsRead,
  type Instant,
  type ReaderFacts,
  type ReadingGroupId,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, type Lease, type Tx } from '@overread/platform';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { ReadEntity, readKeyOf, StudyEntity } from '../../studies/index.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { leftBehind } from './held.queries.js';
import { MovingService } from '../moving.service.js';
import { OfferingService } from './offering.service.js';
import { readingPlaceOf } from '../reading-place.js';
import { WaitingRoom } from './waiting-room.js';
import { expiredOffers, type Waiting } from '../waiting.queries.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** One round of dispatch: what readers left behind, offers that ran out, ladder steps that are due, new offers. Under a lease. */
@Injectable()
export class Dispatcher {
  /** What the last round offered: the log may not have told of it yet. */
  private offered: StudyId[] = [];
  private laddersAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly moving: MovingService,
    private readonly offering: OfferingService,
    private readonly room: WaitingRoom,
  ) {}

  /**
   * `heard` narrows what is looked at to studies just heard of; absent looks at all. Chores are what time alone brings.
   * Answers whether there may be more to offer at once.
   */
  async round(lease: Lease, heard?: readonly StudyId[], chores = heard === undefined): Promise<boolean> {
    const touched = new Set([...(heard ?? []), ...this.offered]);
    if (chores) {
      await this.releaseLeftBehind(lease, touched);
      await this.expireOffers(lease, touched);
    }
    const refresh = (ids?: ReadonlySet<StudyId>) =>
      this.database.transaction(SCOPE, (tx) => this.room.refresh(tx, ids));
    let now = await refresh(heard && touched);
    const climbed = await this.openLadders(
      lease,
      this.room.climbing(this.laddersDue(heard) ? undefined : touched),
      now,
    );
    if (climbed.size > 0) now = await refresh(climbed);
    const { offered, more } = await this.offering.round(lease, now);
    this.offered = offered;
    return more;
  }

  /** Who signs off leaves what they have not opened to the others; what is open stays theirs to finish. */
  private async releaseLeftBehind(lease: Lease, touched: Set<StudyId>): Promise<void> {
    const left = await this.database.transaction(SCOPE, (tx) => leftBehind(tx, DISPATCH_SETTINGS.roundSize));
    for (const { id, sessionId, ...key } of left) {
      touched.add(key.studyId);
      await this.guarded(lease, (tx) =>
        tx.change(studyTargets(key), (rows) => {
          const read = rows.reads.find((each) => each.id === id);
          if (read?.sessionId !== sessionId || read.openedAt !== null) return { result: undefined };
          const release = { readId: id, by: 'session-ended', reason: 'signed off' } as const;
          const { next, events } = releaseRead(rows, release);
          return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
        }),
      );
    }
  }

  private async expireOffers(lease: Lease, touched: Set<StudyId>): Promise<void> {
    const expired = await this.database.transaction(SCOPE, (tx) => expiredOffers(tx, DISPATCH_SETTINGS.roundSize));
    for (const { id, studyId } of expired) {
      touched.add(studyId);
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

  /** Whether all ladders are to be looked at, not only those of studies just heard of. */
  private laddersDue(heard?: readonly StudyId[]): boolean {
    const due = heard === undefined || performance.now() - this.laddersAt >= DISPATCH_SETTINGS.laddersMs;
    if (due) this.laddersAt = performance.now();
    return due;
  }

  /** Opens the steps that are due; answers the studies. */
  private async openLadders(lease: Lease, climbing: readonly Waiting[], now: Instant): Promise<Set<StudyId>> {
    const touched = new Set<StudyId>();
    const due = climbing.filter((each) => this.openedNow(each, now).next !== undefined);
    for (const { study, read } of due) {
      touched.add(study.id);
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
    return touched;
  }

  private openedNow({ study, read, reads }: Waiting, now: Instant) {
    const siblings = reads.filter((each) => each.id !== read.id);
    return openLadder(
      read,
      {
        study,
        siblings,
        signedOnEligible: this.signedOnEligible({ study, read, reads }, now),
        draining: this.draining(now),
      },
      now,
    );
  }

  private draining(now: Instant): ReadonlySet<ReadingGroupId> {
    const groups = [...this.directory.snapshot().groups.values()];
    return new Set(groups.flatMap(({ id, pause }) => (pauseInForce(pause, now)?.kind === 'draining' ? [id] : [])));
  }

  /** Eligible readers signed on, by step; asked only where a step waits for nobody being there. */
  private signedOnEligible({ study, read, reads }: Waiting, now: Instant): (number | undefined)[] {
    if (!read.ladder.some((step) => step.openedAt === null && step.opens.whenNobodySignedOn)) return [];
    const { groups, readers } = this.directory.snapshot();
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    const present = [...readers.values()].flatMap((reader) => {
      const facility = facts.facility;
      if (!reader.session || stopsRead(stopOf(reader, groups, now), read, study)) return [];
      if (this.eligibility.failed(facts, reader, 'offer', now).length > 0) return [];
      return [{ ...readingPlaceOf(reader, facility, now) }];
    });
    return read.ladder.map(({ pool }) => present.filter((place) => inPool(pool, place)).length);
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
