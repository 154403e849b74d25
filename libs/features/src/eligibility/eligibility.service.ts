import {
  DomainError,
  eligibleReaders,
  failedRules,
  LEGAL_RULES,
  thinCoverage,
  type Eligibility,
  type FailedRule,
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
import { loadReaderFacts, NetworkDirectory, relationsOf } from '../network/index.js';
import { look, ReadEntity, StudyEntity, type ReadKey } from '../studies/index.js';
import { heldMinutes } from './held-minutes.queries.js';
import { readFactsOf } from './read-facts.js';

/** Asks the hard rules, of one reader or of all. */
@Injectable()
export class EligibilityService {
  constructor(private readonly directory: NetworkDirectory) {}

  /** Everyone who may take the read and everyone who may not, with the facts. */
  async explain(tx: Tx, read: ReadFacts, stage: Stage, now: Instant): Promise<Eligibility> {
    return eligibleReaders({
      read,
      readers: await this.readersWithLoad(tx),
      relations: this.relations(read),
      stage,
      now,
    });
  }

  /** Every reader as the directory knows them, with what they hold now. */
  async readersWithLoad(tx: Tx): Promise<ReaderFacts[]> {
    const held = await heldMinutes(tx);
    return [...this.directory.snapshot().readers.values()].map((reader) => ({
      ...reader,
      held: held.get(reader.reader.id) ?? reader.held,
    }));
  }

  /** The rules that one reader fails, in the order they are told. */
  failed(read: ReadFacts, reader: ReaderFacts, stage: Stage, now: Instant): FailedRule[] {
    return failedRules({ read, reader, relations: this.relations(read), stage, now });
  }

  /** What is missing when too few could ever take the read, signed on or rostered; null when there are enough. */
  thinCoverage(study: Study, read: Read, reads: readonly Read[], now: Instant): ThinCoverage | null {
    const snapshot = this.directory.snapshot();
    const facts = readFactsOf(study, read, reads, snapshot);
    const readers = [...snapshot.readers.values()];
    return thinCoverage(read, { read: facts, readers, relations: this.relations(facts), now });
  }

  /** The same for a read by its key, as its rows stand. */
  async ofRead(tx: Tx, key: ReadKey, stage: Stage): Promise<Eligibility> {
    const unlocked = { lock: 'none' } as const;
    const { study, reads } = await look(tx, {
      study: one(StudyEntity, { healthSystemId: key.healthSystemId, id: key.studyId }, unlocked),
      reads: all(ReadEntity, { studyId: key.studyId }, unlocked),
    });
    const read = reads.find((each) => each.id === key.id);
    if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
    return this.explain(tx, readFactsOf(study, read, reads, this.directory.snapshot()), stage, await tx.now());
  }

  /** Throws `eligibility/<rule>` with the fact unless the reader, read afresh from the rows, passes every rule. */
  async assertEligible(tx: Tx, read: ReadFacts, readerId: ReaderId, stage: Stage): Promise<ReaderFacts> {
    const reader = await loadReaderFacts(tx, readerId);
    refuse(this.failed(read, reader, stage, await tx.now()));
    return reader;
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

/** The first failed rule names the error; all of them are told. */
export function refuse(failed: readonly FailedRule[]): void {
  const [first] = failed;
  if (!first) return;
  throw new DomainError('conflict', `eligibility/${first.code}`, first.fact, {
    facts: {
      rule: first.code,
      fact: first.fact,
      failed,
      legal: failed.some((rule) => LEGAL_RULES.includes(rule.code)),
    },
  });
}
