import { expireOffer, releaseRead, type Instant, type ReaderFacts, type StudyId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, type Lease, type Tx } from '@overread/platform';
import { ReadEntity, readKeyOf, StudyEntity } from '../../studies/index.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { leftBehind } from './held.queries.js';
import { LadderSteps } from './ladder-steps.service.js';
import { MovingService } from '../moving.service.js';
import { OfferingService } from './offering.service.js';
import { WaitingRoom } from './waiting-room.js';
import { expiredOffers } from '../waiting.queries.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** One round of dispatch: what readers left behind, offers that ran out, ladder steps that are due, new offers. Under a lease. */
@Injectable()
export class Dispatcher {
  /** What the last round offered: the log may not have told of it yet. */
  private offered: StudyId[] = [];
  /** What the log should have told of. */
  private found: StudyId[] = [];
  private laddersAt = -Infinity;
  /** The database's clock at the last round. */
  private now: Instant | null = null;

  constructor(
    private readonly database: Database,
    private readonly ladders: LadderSteps,
    private readonly moving: MovingService,
    private readonly offering: OfferingService,
    private readonly room: WaitingRoom,
  ) {}

  /**
   * `heard` narrows what is looked at to studies just heard of; absent looks at all. Chores are what time alone brings.
   * Answers whether there may be more to offer at once.
   */
  async round(lease: Lease, heard?: readonly StudyId[], chores = heard === undefined): Promise<boolean> {
    const touched = new Set([...(heard ?? []), ...this.offered, ...this.found]);
    this.found = [];
    if (chores) {
      await this.releaseLeftBehind(lease, touched);
      await this.expireOffers(lease, touched);
    }
    const refresh = (ids?: ReadonlySet<StudyId>) =>
      this.database.transaction(SCOPE, (tx) => this.room.refresh(tx, ids));
    let now = await refresh(heard && touched);
    const climbed = await this.ladders.open(
      lease,
      this.room.climbing(this.laddersDue(heard) ? undefined : touched),
      now,
    );
    if (climbed.size > 0) now = await refresh(climbed);
    const { offered, more } = await this.offering.round(lease, now);
    this.now = now;
    this.offered = offered;
    return more;
  }

  /** Compares what is remembered with the tables, beside the rounds: the next one sees to what differs. */
  async lookAround(): Promise<void> {
    const changed = await this.database.transaction(SCOPE, (tx) => this.room.changed(tx));
    this.found.push(...changed);
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

  /** Begins a plan of who reads what next when one is due, of what the last round saw; nobody waits for it. */
  considerPlan(lease: Lease): void {
    if (this.now !== null) this.offering.considerPlan(lease, this.now);
  }

  /** Whether all ladders are to be looked at, not only those of studies just heard of. */
  private laddersDue(heard?: readonly StudyId[]): boolean {
    const due = heard === undefined || performance.now() - this.laddersAt >= DISPATCH_SETTINGS.laddersMs;
    if (due) this.laddersAt = performance.now();
    return due;
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
