import {
  chooseReader,
  DEFAULT_DISPATCH_PARAMS,
  DomainError,
  inOfferOrder,
  offerRead,
  preempt,
  scarcityOf,
  takesOffers,
  tierOf,
  whoIsFree,
  workPriority,
  type FreeReaders,
  type Instant,
  type OfferCandidate,
  type ReaderChoice,
  type ReaderFacts,
  type Trigger,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, one, type Lease, type Tx } from '@overread/platform';
import { EligibilityService, readFactsOf, refuse, refuseChanged } from '../../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../../network/index.js';
import { ReadEntity, StudyEntity } from '../../studies/index.js';
import { storeDecisions } from '../decisions.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { criticalWaits, heldReads, type HeldRead } from './held.queries.js';
import { readingPlaceOf } from '../reading-place.js';
import { waitingReads, type Waiting } from '../waiting.queries.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** Who is signed on, as a round uses them up. */
type Free = FreeReaders<HeldRead>;

/** Offers waiting reads to readers, most pressing first: late binding, one read each, and only to who is free for it. */
@Injectable()
export class OfferingService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
  ) {}

  async round(lease: Lease): Promise<void> {
    const looked = await this.look();
    if (looked === null) return;
    const { free, waiting, now } = looked;
    const eligibleOnShift = Math.max(1, free.idle.size);
    const asked = waiting.map((each) => ({ ...each, eligibleOnShift }));
    for (const each of inOfferOrder(asked, now, DEFAULT_DISPATCH_PARAMS)) {
      const critical = workPriority(each.read, each.study) === 'critical';
      // Critical reads come first: behind them there is nothing to do without an idle reader.
      if (free.idle.size === 0 && !critical) return;
      const offered = await this.offerToIdle(lease, each, free, now);
      if (!offered && critical) await this.preemptFor(lease, each, free, now);
    }
  }

  /** Who is there and what waits; null when no offer could come of it, found out as cheaply as can be. */
  private async look(): Promise<{ free: Free; waiting: Waiting[]; now: Instant } | null> {
    const present = [...this.directory.snapshot().readers.values()].filter((reader) => reader.session !== null);
    if (present.length === 0) return null;
    return this.database.transaction(SCOPE, async (tx) => {
      const critical = await criticalWaits(tx);
      if (!critical && !present.some(takesOffers)) return null;
      const free = whoIsFree(present, await heldReads(tx));
      if (free.idle.size === 0 && !(critical && free.yielding.size > 0)) return null;
      return { free, waiting: await waitingReads(tx, DISPATCH_SETTINGS.roundSize), now: await tx.now() };
    });
  }

  private async offerToIdle(lease: Lease, each: Waiting, { idle }: Free, now: Instant): Promise<boolean> {
    const choice = this.choose(each, idle.values(), now);
    if (!choice.chosen || !(await this.offer(lease, each, choice, 'ready'))) return false;
    idle.delete(choice.chosen.readerId);
    return true;
  }

  /**
   * Frees a reader of work not yet opened, and offers them the critical read. Not when somebody eligible is free already:
   * who chooses for themselves finds it first in their list.
   */
  private async preemptFor(lease: Lease, each: Waiting, free: Free, now: Instant): Promise<void> {
    if (this.choose(each, [...free.idle.values(), ...free.choosing], now).chosen) return;
    const readers = [...free.yielding.values()].map(({ reader }) => reader);
    const choice = this.choose(each, readers, now);
    const [given] = choice.chosen ? (free.yielding.get(choice.chosen.readerId)?.held ?? []) : [];
    if (!choice.chosen || !given) return;
    free.yielding.delete(choice.chosen.readerId);
    const freed = await this.attempt(lease, async (tx) => {
      await tx.change(studyTargets(given), (rows) => {
        const { next = {}, events = [] } = preempt(rows, { readId: given.id, forReadId: each.read.id });
        return { next, events, result: undefined };
      });
    });
    if (freed) await this.offer(lease, each, choice, 'preempted');
  }

  private choose(each: Waiting, readers: Iterable<ReaderFacts>, now: Instant): ReaderChoice {
    return chooseReader(each.read, this.candidates(each, readers, now), DEFAULT_DISPATCH_PARAMS);
  }

  private candidates({ study, read, reads }: Waiting, readers: Iterable<ReaderFacts>, now: Instant): OfferCandidate[] {
    const facts = readFactsOf(study, read, reads, this.directory.snapshot());
    return [...readers].flatMap((reader) => {
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

  private offer(
    lease: Lease,
    { study, read }: Waiting,
    { chosen, ranked: weighed }: ReaderChoice,
    trigger: Trigger,
  ): Promise<boolean> {
    if (!chosen) return Promise.resolve(false);
    return this.attempt(lease, async (tx) => {
      const reader = await loadReaderFacts(tx, chosen.readerId);
      const key = { healthSystemId: study.healthSystemId, studyId: study.id, id: read.id };
      const { failedByRule, soleBlockers } = await this.eligibility.ofRead(tx, key, 'offer');
      const targets = {
        ...studyTargets(key),
        reader: one(ReaderEntity, { id: chosen.readerId }, { lock: 'share' }),
      };
      const offered = await tx.change(targets, (rows, now) => {
        const snapshot = this.directory.snapshot();
        const locked = rows.reads.find((each) => each.id === read.id) ?? read;
        const facts = readFactsOf(rows.study, locked, rows.reads, snapshot);
        refuseChanged(reader, rows.reader);
        refuse(this.eligibility.failed(facts, reader, 'offer', now));
        const to = readingPlaceOf(reader, facts.facility, now);
        const offerSeconds = DISPATCH_SETTINGS.offerSeconds[rows.study.priority];
        const { next = {}, events = [], result } = offerRead(rows, { readId: read.id, to, offerSeconds }, now);
        return { next, events, result: { read: result, now } };
      });
      const candidates = weighed.map(({ readerId, score, terms }) => ({ readerId, score, terms }));
      const facts = { trigger, chosen: chosen.readerId, candidates, failedByRule, soleBlockers };
      await storeDecisions(tx, [{ read: offered.read, facts }], offered.now);
    });
  }

  /** False when someone was faster: the next round sees it as it is. A leader that was paused writes nothing. */
  private async attempt(lease: Lease, work: (tx: Tx) => Promise<void>): Promise<boolean> {
    try {
      await this.database.transaction(SCOPE, async (tx) => {
        await tx.guard(lease);
        await work(tx);
      });
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'stale' && error.kind !== 'unavailable') return false;
      throw error;
    }
  }
}

const studyTargets = (key: Pick<HeldRead, 'healthSystemId' | 'studyId'>) => ({
  study: one(StudyEntity, { healthSystemId: key.healthSystemId, id: key.studyId }),
  reads: all(ReadEntity, { studyId: key.studyId }),
});
