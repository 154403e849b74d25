import {
  chooseReader,
  DEFAULT_DISPATCH_PARAMS,
  examOf,
  pinAdmits,
  preempt,
  stopOf,
  stopsRead,
  whoIsFree,
  type Exam,
  type FreeReaders,
  type Instant,
  type OfferCandidate,
  type ReaderChoice,
  type ReaderFacts,
  type ReadFacts,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Lease } from '@overread/platform';
import { EligibilityService, readFactsOf } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { ReadingTimes } from '../../studies/index.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { DecisionLog, type Looked } from '../explaining/decision-log.js';
import { decisionOf, studyTargets } from '../study-targets.js';
import type { Waiting } from '../waiting.queries.js';
import { CandidateMemo, kindOf } from './candidate-memo.js';
import type { HeldRead } from './held.queries.js';
import { OfferWriter, type OfferToMake } from './offer-writer.js';
import { WaitingLines } from './waiting-lines.js';
import { WaitingRoom } from './waiting-room.js';

/** Who is signed on, as a round uses them up, and as of when. */
type Free = FreeReaders<HeldRead> & { looked: Looked };

/** A kind of read, and where it is open: those alike find the same readers. */
interface Kind {
  facts: ReadFacts;
  /** What the hard rules look at; null where other reads of the study matter. */
  rules: string | null;
  /** The number of that and the pools; null where somebody has declined it. */
  place: number | null;
  exam: Exam;
}

/** Offers waiting reads to readers, most pressing first: late binding, one read each, and only to who is free for it. */
@Injectable()
export class OfferingService {
  private rounds = 0;
  private readonly memo: CandidateMemo;
  private readonly lines: WaitingLines;
  private readonly kinds = new WeakMap<Waiting, Kind>();
  private readonly places = new Map<string, number>();

  constructor(
    private readonly directory: NetworkDirectory,
    eligibility: EligibilityService,
    private readonly room: WaitingRoom,
    private readonly writer: OfferWriter,
    private readonly decisions: DecisionLog,
    private readonly readingTimes: ReadingTimes,
  ) {
    this.memo = new CandidateMemo((read, reader, now) => eligibility.failed(read, reader, 'offer', now).length === 0);
    this.lines = new WaitingLines(room, (waiting) => this.kindOf(waiting).place);
  }

  /** Answers which studies it has touched, and whether there may be more to offer at once. */
  async round(lease: Lease, now: Instant): Promise<{ offered: StudyId[]; more: boolean }> {
    this.rounds += 1;
    const free = this.look();
    if (free === null) return { offered: [], more: false };
    if (this.memo.follow(this.directory.snapshot(), now)) this.lines.reset();
    const { offers, unplaced } = this.match(free, now);
    await this.writer.make(lease, offers);
    const offered = offers.map(({ waiting }) => waiting.study.id);
    for (const each of unplaced) offered.push(...(await this.preemptFor(lease, each, free, now)));
    return { offered, more: offers.length === DISPATCH_SETTINGS.offersAtOnce };
  }

  /** Who is there; null when no offer could come of it. */
  private look(): Free | null {
    const present = [...this.directory.snapshot().readers.values()].filter((reader) => reader.session !== null);
    if (present.length === 0) return null;
    const free = { ...whoIsFree(present, this.room.heldByReader()), looked: this.decisions.looked(this.rounds) };
    // Behind critical reads, which may free a reader of others, there is nothing to do without an idle one.
    return free.idle.size > 0 || free.yielding.size > 0 ? free : null;
  }

  /** Whom to offer what, most pressing first; and the critical reads that nobody is idle for. */
  private match(free: Free, now: Instant): { offers: OfferToMake[]; unplaced: Waiting[] } {
    const offers: OfferToMake[] = [];
    const unplaced: Waiting[] = [];
    const studies = new Set<StudyId>();
    for (const { waiting, rank, single, close } of this.lines.inOrder(now)) {
      const critical = rank.band === 'critical';
      if ((free.idle.size === 0 && !critical) || offers.length === DISPATCH_SETTINGS.offersAtOnce) break;
      // One read of a study at a time: the offer of one bars its reader from the others.
      if (studies.has(waiting.study.id)) continue;
      const choice = this.choose(waiting, free.idle.values(), now);
      const reader = choice.chosen && free.idle.get(choice.chosen.readerId);
      if (reader) {
        free.idle.delete(reader.reader.id);
        studies.add(waiting.study.id);
        const { looked } = free;
        offers.push({ waiting, reader, choice, trigger: 'ready', looked, kind: this.kindOf(waiting).rules });
        continue;
      }
      if (critical) unplaced.push(waiting);
      if (single) continue;
      // Nobody idle is left for any of this line: critical reads stand first in it.
      unplaced.push(...close((each) => each.rank.band === 'critical').map((each) => each.waiting));
    }
    return { offers, unplaced };
  }

  /**
   * Frees a reader of work not yet opened, and offers them the critical read. Not when somebody eligible is free already:
   * who chooses for themselves finds it first in their list.
   */
  private async preemptFor(lease: Lease, waiting: Waiting, free: Free, now: Instant): Promise<StudyId[]> {
    if (this.choose(waiting, [...free.idle.values(), ...free.choosing], now).chosen) return [];
    const readers = [...free.yielding.values()].map(({ reader }) => reader);
    const choice = this.choose(waiting, readers, now);
    const yielding = choice.chosen && free.yielding.get(choice.chosen.readerId);
    const [given] = yielding?.held ?? [];
    if (!choice.chosen || !yielding || !given) return [];
    free.yielding.delete(choice.chosen.readerId);
    const freed = await this.writer.attempt(lease, async (tx) => {
      const preemption = { readId: given.id, forReadId: waiting.read.id };
      await tx.change(studyTargets(given), (rows) => decisionOf({ ...preempt(rows, preemption), result: undefined }));
    });
    if (!freed) return [given.studyId];
    const { rules } = this.kindOf(waiting);
    const offer = { waiting, reader: yielding.reader, choice, looked: free.looked, kind: rules };
    await this.writer.make(lease, [{ ...offer, trigger: 'preempted' }]);
    return [given.studyId, waiting.study.id];
  }

  private choose(waiting: Waiting, readers: Iterable<ReaderFacts>, now: Instant): ReaderChoice {
    const { facts, rules, exam } = this.kindOf(waiting);
    const candidates = [];
    for (const reader of readers) {
      if (!this.mayGet(waiting, reader, now)) continue;
      const candidate = this.memo.candidate(rules, facts, reader, now);
      if (candidate) candidates.push(this.timed(candidate, exam));
    }
    return chooseReader(waiting.read, candidates, DEFAULT_DISPATCH_PARAMS);
  }

  /** With the reader's own minutes, once something is known of them. */
  private timed(candidate: OfferCandidate, exam: Exam): OfferCandidate {
    const expectedMinutes = this.readingTimes.minutesOf(candidate.readerId, exam);
    return expectedMinutes === null ? candidate : { ...candidate, expectedMinutes };
  }

  /** What managers have kept from the reader: new work while a stop lasts, and what is pinned to others. */
  private mayGet({ study, read }: Waiting, reader: ReaderFacts, now: Instant): boolean {
    if (stopsRead(stopOf(reader, this.directory.snapshot().groups, now), read, study)) return false;
    const readingGroupId = reader.session?.readingGroupId;
    return !readingGroupId || pinAdmits(read, study, { readerId: reader.reader.id, readingGroupId }, now);
  }

  private kindOf(waiting: Waiting): Kind {
    const known = this.kinds.get(waiting);
    const snapshot = this.directory.snapshot();
    // A facility that was edited is another object.
    if (known && known.facts.facility === snapshot.facilities.get(waiting.study.facilityId)) return known;
    const facts = readFactsOf(waiting.study, waiting.read, waiting.reads, snapshot);
    const rules = kindOf(facts);
    const { declinedBy, ladder, pin } = waiting.read;
    // Closed steps count as well: a draining group keeps what nobody else is named for.
    const pools = JSON.stringify(ladder.map(({ openedAt, pool }) => [openedAt !== null, pool]));
    const named = rules !== null && declinedBy.length === 0 && !pin;
    const place = named ? this.numberOf(`${rules} ${pools}`) : null;
    const exam = examOf(waiting.study, waiting.read, waiting.reads);
    const kind = { facts, rules, place, exam };
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
