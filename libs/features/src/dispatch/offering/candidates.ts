import {
  examOf,
  pinAdmits,
  stopOf,
  stopsRead,
  type Exam,
  type Instant,
  type LadderStep,
  type OfferCandidate,
  type ReaderFacts,
  type ReaderId,
  type ReadFacts,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { inTurns } from '@overread/platform';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory, type DirectorySnapshot } from '../../network/index.js';
import { ReadingTimes } from '../../studies/index.js';
import { FairnessService } from '../fairness/fairness.service.js';
import { ParametersInForce, type InForce } from '../parameters/parameters-in-force.js';
import type { Standing, Ties } from '../fairness/ties.js';
import type { Waiting } from '../waiting.queries.js';
import { CandidateMemo, kindOf } from './candidate-memo.js';

/** A kind of read, and where it is open: those alike find the same readers. */
interface Kind {
  facts: ReadFacts;
  /** What the hard rules look at; null where other reads of the study matter. */
  rules: string | null;
  /** The number (above 0) of that and the pools; null where somebody has declined it. */
  place: number | null;
  exam: Exam;
}

/** Who passes the hard rules for what waits, as the compiled rules know it this instant: kept by the log and by the clock. */
@Injectable()
export class Candidates {
  private readonly memo = new CandidateMemo();
  private network: DirectorySnapshot | null = null;
  private readonly kinds = new WeakMap<Waiting, Kind>();
  private readonly places = new Map<string, number>();
  private ties: Ties | null = null;

  constructor(
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly readingTimes: ReadingTimes,
    private readonly fairness: FairnessService,
    private readonly parameters: ParametersInForce,
  ) {}

  /** By which parameters they are weighed just now: the same object until others are in force. */
  inForce(): InForce {
    return this.parameters.current();
  }

  /** To be told before a round asks; answers whether facilities, groups or what is agreed are others. */
  follow(): boolean {
    this.untie();
    const before = this.network;
    this.network = this.directory.snapshot();
    return before === null || !sameButReaders(before, this.network);
  }

  /** Candidates are told without what ties them to studies from here on. */
  untie(): void {
    this.ties = null;
  }

  /** How readers and health systems stood to each other a little while ago. */
  standing(): Standing {
    return this.fairness.standing();
  }

  /** From here on, until the next round, what these readers have just read is laid over the candidates. */
  async tie(readerIds: readonly ReaderId[], now: Instant): Promise<void> {
    this.ties = await this.fairness.tiesNow(readerIds, now);
  }

  /** And who read earlier studies of these patients; answers whether anybody did. */
  async tiePriors(studyIds: readonly StudyId[]): Promise<boolean> {
    const readBefore = await this.fairness.readBefore(studyIds);
    if (readBefore.size > 0) this.ties = this.ties?.withPriors(readBefore) ?? null;
    return readBefore.size > 0;
  }

  /** Compiles the rules for what has not been asked about, in turns with other work: a match asks of a thousand kinds at once. */
  async prepare(waiting: readonly Waiting[], now: Instant): Promise<void> {
    await inTurns(this.preparing(waiting, now));
  }

  private *preparing(waiting: readonly Waiting[], now: Instant): Generator<void, void> {
    for (const each of waiting) {
      this.eligibility.offerable(this.kindOf(each).facts, now);
      yield;
    }
  }

  /** Those of the readers who pass; pools and declines are not asked. */
  of(waiting: Waiting, readers: Iterable<ReaderFacts>, now: Instant): OfferCandidate[] {
    const { facts, exam } = this.kindOf(waiting);
    const passes = this.eligibility.offerable(facts, now);
    const { groups } = this.directory.snapshot();
    const candidateOf = this.memo.at(facts.facility, now);
    const candidates: OfferCandidate[] = [];
    for (const reader of readers) {
      const { session } = reader;
      if (!session || !passes(reader.reader.id)) continue;
      // What managers have kept from the reader: new work while a stop lasts, and what is pinned to others.
      if (stopsRead(stopOf(reader, groups, now), waiting.read, waiting.study)) continue;
      const { readingGroupId } = session;
      if (!pinAdmits(waiting.read, waiting.study, { readerId: reader.reader.id, readingGroupId }, now)) continue;
      const candidate = candidateOf(reader, session);
      candidates.push(this.timed(this.ties?.over(candidate, waiting) ?? candidate, exam));
    }
    return candidates;
  }

  /** With the reader's own minutes, once something is known of them. */
  private timed(candidate: OfferCandidate, exam: Exam): OfferCandidate {
    const expectedMinutes = this.readingTimes.minutesOf(candidate.readerId, exam);
    return expectedMinutes === null ? candidate : { ...candidate, expectedMinutes };
  }

  kindOf(waiting: Waiting): Kind {
    const known = this.kinds.get(waiting);
    const snapshot = this.directory.snapshot();
    // A facility that was edited is another object.
    if (known && known.facts.facility === snapshot.facilities.get(waiting.study.facilityId)) return known;
    const facts = readFactsOf(waiting.study, waiting.read, waiting.reads, snapshot);
    const rules = kindOf(facts);
    const { declinedBy, ladder, pin } = waiting.read;
    // Closed steps count as well: a draining group keeps what nobody else is named for.
    const pools = JSON.stringify(
      ladder.map(({ openedAt, pool, answers }) => [openedAt !== null, pool, saidOf(answers)]),
    );
    const named = rules !== null && declinedBy.length === 0 && !pin;
    const place = named ? this.numberOf(`${rules} ${pools}`) : null;
    const kind = { facts, rules, place, exam: examOf(waiting.study, waiting.read, waiting.reads) };
    this.kinds.set(waiting, kind);
    return kind;
  }

  /** Short names for long ones: every waiting read is asked for its own. */
  private numberOf(place: string): number {
    const number = this.places.get(place) ?? this.places.size + 1;
    this.places.set(place, number);
    return number;
  }
}

function sameButReaders(a: DirectorySnapshot, b: DirectorySnapshot): boolean {
  const { readers: _, ...rest } = a;
  return Object.entries(rest).every(([name, rows]) => b[name as keyof typeof rest] === rows);
}

/** What of the answers to an overflow list changes who finds the read. */
const saidOf = (answers: LadderStep['answers'] = []) =>
  answers.map(({ readingGroupId, answer, until }) => [readingGroupId, answer, until]);
