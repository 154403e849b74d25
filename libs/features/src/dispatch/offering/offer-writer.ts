import {
  DomainError,
  offerRead,
  type EligibilityCounts,
  type Instant,
  type ReaderChoice,
  type ReaderFacts,
  type StudyId,
  type Trigger,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, one, type Lease, type Loaded, type Tx } from '@overread/platform';
import {
  EligibilityService,
  heldMinutes,
  pairOf,
  readFactsOf,
  refuse,
  refuseChanged,
} from '../../eligibility/index.js';
import { NetworkDirectory, ReaderEntity, ReadingSessionEntity } from '../../network/index.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { choiceOfReader } from '../explaining/choice-inputs.js';
import { DecisionLog, type Decided, type Looked } from '../explaining/decision-log.js';
import { readingPlaceOf } from '../reading-place.js';
import { decisionOf, studyTargets } from '../study-targets.js';
import type { Waiting } from '../waiting.queries.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** An offer that is still to be checked and written. */
export interface OfferToMake {
  waiting: Waiting;
  reader: ReaderFacts;
  choice: ReaderChoice;
  trigger: Trigger;
  looked: Looked;
  /** Reads of one kind are told the same about who may not read them. */
  kind: string | null;
}

/** For so long the counts of a kind are told of the next of that kind. Milliseconds. */
const COUNTS_STAND_MS = 2_000;

/** Writes offers, many in one transaction, each checked against the rows under lock. */
@Injectable()
export class OfferWriter {
  private counts = new Map<string, { at: number; counts: EligibilityCounts }>();

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly decisions: DecisionLog,
  ) {}

  /**
   * Makes those that still can be made: who was faster with a read or a reader is left as they are. Each is of another study
   * and another reader, so that many are written by several at once.
   */
  async make(lease: Lease, offers: readonly OfferToMake[]): Promise<void> {
    const parts = Math.min(DISPATCH_SETTINGS.offerWriters, Math.ceil(offers.length / FEW));
    const size = Math.ceil(offers.length / parts);
    const written = Array.from({ length: parts }, (_, part) => offers.slice(part * size, (part + 1) * size));
    const results = await Promise.allSettled(written.map((each) => this.makeTogether(lease, each)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private async makeTogether(lease: Lease, offers: readonly OfferToMake[]): Promise<void> {
    if (offers.length === 0) return;
    const made = await this.attempt(lease, (tx) => this.write(tx, offers));
    // One that the rows refuse altogether must not keep the others from being made.
    if (!made && offers.length > 1) for (const each of offers) await this.makeTogether(lease, [each]);
  }

  /** False when someone was faster: the next round sees it as it is. A leader that was paused writes nothing. */
  async attempt(lease: Lease, work: (tx: Tx) => Promise<void>): Promise<boolean> {
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

  private async write(tx: Tx, offers: readonly OfferToMake[]): Promise<void> {
    const held = await heldMinutes(tx);
    const counts = new Map<StudyId, EligibilityCounts>();
    const now = await tx.now();
    for (const offer of offers) counts.set(offer.waiting.study.id, this.countsOf(offer, now));
    const byStudy = new Map(offers.map((offer) => [offer.waiting.study.id, offer]));
    const decided = await tx.changeMany(offers.map(targetsOf), (rows, at) => {
      const offer = byStudy.get(rows.study.id);
      if (!offer) throw new Error(`no offer is for study ${rows.study.id}`);
      const own = held.get(rows.reader.id) ?? { routineMinutes: 0, urgentMinutes: 0 };
      return this.decide(rows, offer, { counts: counts.get(rows.study.id), held: own, at });
    });
    const made = decided.flatMap((each) => each ?? []);
    await this.decisions.store(tx, made);
    await this.eligibility.assertPairs(
      tx,
      made.map(({ read }) => pairOf(read)),
      'offer',
      now,
    );
  }

  /** The offer, when every rule still holds for rows and reader as they are now; else nothing. */
  private decide(
    rows: Loaded<ReturnType<typeof targetsOf>>,
    { waiting, reader, choice, trigger, looked }: OfferToMake,
    { counts, held, at }: { counts: EligibilityCounts | undefined; held: ReaderFacts['held']; at: Instant },
  ) {
    try {
      const { study, reads, session } = rows;
      const read = reads.find((each) => each.id === waiting.read.id) ?? waiting.read;
      const facts = readFactsOf(study, read, reads, this.directory.snapshot());
      refuseChanged(reader, rows.reader);
      const present = { ...reader, reader: rows.reader, session: session.endedAt === null ? session : null, held };
      refuse(this.eligibility.failed(facts, present, 'offer', at));
      const to = readingPlaceOf(present, facts.facility, at);
      const offerSeconds = DISPATCH_SETTINGS.offerSeconds[study.priority];
      const change = offerRead({ study, reads }, { readId: read.id, to, offerSeconds }, at);
      const decided: Decided = {
        study,
        weighed: waiting.read,
        read: change.result,
        at,
        trigger,
        choice: choiceOfReader(choice),
        looked,
        ...(counts ? { asked: counts } : {}),
      };
      return decisionOf({ ...change, result: decided as Decided | null });
    } catch (error) {
      if (error instanceof DomainError) return { result: null };
      throw error;
    }
  }

  private countsOf({ waiting, kind }: OfferToMake, now: Instant): EligibilityCounts {
    const known = kind === null ? undefined : this.counts.get(kind);
    if (known && now.getTime() - known.at < COUNTS_STAND_MS) return known.counts;
    const facts = readFactsOf(waiting.study, waiting.read, waiting.reads, this.directory.snapshot());
    const counts = this.eligibility.counts(facts, 'offer', now);
    if (kind !== null) {
      if (this.counts.size >= MOST_KINDS) this.counts.clear();
      this.counts.set(kind, { at: now.getTime(), counts });
    }
    return counts;
  }
}

const MOST_KINDS = 1_000;
/** Fewer than this are not worth a transaction more. */
const FEW = 10;

const targetsOf = ({ waiting: { study }, reader }: OfferToMake) => ({
  ...studyTargets({ healthSystemId: study.healthSystemId, studyId: study.id }),
  reader: one(ReaderEntity, { id: reader.reader.id }, { lock: 'share' }),
  session: one(ReadingSessionEntity, sessionKey(reader), { lock: 'share' }),
});

const sessionKey = ({ reader, session }: ReaderFacts) => {
  if (!session) throw new Error(`reader ${reader.id} is not signed on`);
  return { id: session.id };
};
