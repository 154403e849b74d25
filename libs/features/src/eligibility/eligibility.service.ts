import {
  DomainError,
  eligibleReaders,
  failedRules,
  thinCoverage,
  type Eligibility,
  type EligibilityCounts,
  type FailedRule,
  type IndexedEligibility,
  type IndexedStage,
  type Instant,
  type Read,
  type Reader,
  type ReaderFacts,
  type ReaderId,
  type ReadFacts,
  type Stage,
  type Study,
  type ThinCoverage,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, one, type Tx } from '@overread/platform';
import { NetworkDirectory, relationsOf } from '../network/index.js';
import { look, ReadEntity, StudyEntity, type ReadKey } from '../studies/index.js';
import { PairCheck, type AssignedPair } from './check/pair-check.js';
import { heldMinutes } from './held-minutes.queries.js';
import { LiveIndex } from './live/live-index.js';
import { readFactsOf } from './read-facts.js';

/** Asks the hard rules, of one reader or of all. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly live: LiveIndex,
    private readonly check: PairCheck,
  ) {}

  /**
   * How many readers may take it, how many fail each rule and how many only that one: from the compiled rules, in
   * microseconds, with what readers held some milliseconds ago.
   */
  counts(read: ReadFacts, stage: IndexedStage, now: Instant): EligibilityCounts {
    return this.live.at(now).counts(read, stage);
  }

  /** Who may take it, from the compiled rules. */
  eligible(read: ReadFacts, stage: IndexedStage, now: Instant): IndexedEligibility {
    return this.live.at(now).ask(read, stage);
  }

  /**
   * Whom it may be offered, once they hold nothing else, from the compiled rules: what begins or ends is seen at its
   * instant. Nobody, while these are not there yet.
   */
  offerable(read: ReadFacts, now: Instant): (readerId: ReaderId) => boolean {
    return this.live.at(now).offerable(read);
  }

  /**
   * Asks the rules a second time of those who are given a read, by SQL over the source tables, in the transaction that gives
   * it and after its change. Throws `eligibility/disagreement`, and tells the administrators, where memory was wrong.
   */
  assertPairs(tx: Tx, pairs: readonly AssignedPair[], stage: 'offer' | 'open', at: Instant): Promise<void> {
    return this.check.assert(tx, pairs, stage, at);
  }

  /**
   * The same of a reader who is given a read although rules fail: answers what fails now, and throws where memory and the
   * database do not agree on it.
   */
  agreedFailures(
    tx: Tx,
    pair: AssignedPair,
    memory: readonly FailedRule[],
    at: Instant,
  ): Promise<readonly FailedRule[]> {
    return this.check.failing(tx, pair, memory, at);
  }

  /** Everyone who may take the read and everyone who may not, with the facts. */
  async explain(tx: Tx, read: ReadFacts, stage: Stage, now: Instant): Promise<Eligibility> {
    const held = await heldMinutes(tx);
    const readers = [...this.directory.snapshot().readers.values()].map((reader) => ({
      ...reader,
      held: held.get(reader.reader.id) ?? reader.held,
    }));
    return eligibleReaders({ read, readers, relations: this.relations(read), stage, now });
  }

  /** The rules that one reader fails, in the order they are told. */
  failed(read: ReadFacts, reader: ReaderFacts, stage: Stage, now: Instant): FailedRule[] {
    return failedRules({ read, reader, relations: this.relations(read), stage, now });
  }

  /** What is missing when too few could ever take the read, signed on or rostered; null when there are enough. */
  thinCoverage(study: Study, read: Read, reads: readonly Read[], now: Instant): ThinCoverage | null {
    const snapshot = this.directory.snapshot();
    const facts = readFactsOf(study, read, reads, snapshot);
    const groups = new Set(read.ladder.flatMap((step) => step.pool.readingGroupIds));
    // Most studies have plenty, which the compiled rules know; the facts of a thin set are looked up one by one.
    const able = this.eligible(facts, 'plan', now).readerIds.filter((id) =>
      snapshot.readers.get(id)?.reader.readingGroupIds.some((group) => groups.has(group)),
    );
    if (able.length > 1) return null;
    const readers = [...snapshot.readers.values()];
    return thinCoverage(read, { read: facts, readers, relations: this.relations(facts), now });
  }

  /** How many could ever take the read, signed on or rostered, in the first step of its ladder. */
  inFirstStep(study: Study, read: Read, reads: readonly Read[], now: Instant): number {
    const [first] = read.ladder;
    if (first === undefined) return 0;
    const snapshot = this.directory.snapshot();
    const { readerId, readingGroupIds } = first.pool;
    const groups = new Set(readingGroupIds);
    const { readerIds } = this.eligible(readFactsOf(study, read, reads, snapshot), 'plan', now);
    if (readerId !== null) return readerIds.includes(readerId) ? 1 : 0;
    const inGroups = (id: ReaderId) =>
      snapshot.readers.get(id)?.reader.readingGroupIds.some((each) => groups.has(each));
    return readerIds.filter(inGroups).length;
  }

  /** Who may take a read, by its key, as its rows stand; and the counts of those who may not. */
  async ofRead(tx: Tx, key: ReadKey, stage: IndexedStage): Promise<IndexedEligibility> {
    const unlocked = { lock: 'none' } as const;
    const { study, reads } = await look(tx, {
      study: one(StudyEntity, { healthSystemId: key.healthSystemId, id: key.studyId }, unlocked),
      reads: all(ReadEntity, { studyId: key.studyId }, unlocked),
    });
    const read = reads.find((each) => each.id === key.id);
    if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
    return this.eligible(readFactsOf(study, read, reads, this.directory.snapshot()), stage, await tx.now());
  }

  private relations(read: ReadFacts) {
    return relationsOf(this.directory.snapshot(), read.healthSystem.id);
  }
}

/** Credentials edited between the look at them and the lock on their reader: what was judged is no longer true. */
export function refuseChanged(judged: ReaderFacts, locked: Pick<Reader, 'version'>): void {
  if (judged.reader.version === locked.version) return;
  throw new DomainError('conflict', 'reader/changed', 'The credentials changed just now; try again');
}
