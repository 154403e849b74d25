import {
  chooseReader,
  freeInMinutes,
  keepRead,
  KeptFor,
  mayBeKept,
  preempt,
  urgencyOf,
  whoIsFree,
  type DispatchParams,
  type FreeReaders,
  type Instant,
  type ReaderChoice,
  type OfferCandidate,
  type ReaderFacts,
  type ReaderId,
  type ReadId,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Lease } from '@overread/platform';
import { NetworkDirectory } from '../../network/index.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { DecisionLog, type Looked } from '../explaining/decision-log.js';
import { decisionOf, studyTargets } from '../study-targets.js';
import type { Waiting } from '../waiting.queries.js';
import { Planner } from '../planning/planner.js';
import { Candidates } from './candidates.js';
import type { HeldRead } from './held.queries.js';
import { OfferWriter, type OfferToMake } from './offer-writer.js';
import { OfferRound } from './offer-round.js';
import { isOverflow, OverflowGate } from './overflow-gate.js';
import { inLineOrder, WaitingLines } from './waiting-lines.js';
import { WaitingRoom } from './waiting-room.js';

/** Who is signed on, as a round uses them up, and as of when. */
type Free = FreeReaders<HeldRead> & { looked: Looked };

/** Whom to offer what; what is kept for whom; and the critical reads that nobody is idle for. */
interface Matched {
  offers: OfferToMake[];
  kept: { waiting: Waiting; choice: ReaderChoice }[];
  unplaced: Waiting[];
}

/** Who is reading, and what of this round is kept for them. */
interface Keeping {
  reading: Free['reading'];
  kept: KeptFor<ReaderId, ReadId>;
}

/** Offers waiting reads to readers, most pressing first: late binding, one read each, and only to who is free for it. */
@Injectable()
export class OfferingService {
  private rounds = 0;
  private preparedAt = -Infinity;
  /** Which reads were said to be kept, and for whom: two busy readers may take turns at being the better one. */
  private readonly told = new Set<`${ReadId} ${ReaderId}`>();
  private readonly lines: WaitingLines;
  private gate: OverflowGate;
  /** Those of this round, whatever is put in force meanwhile. */
  private params: DispatchParams;

  constructor(
    private readonly directory: NetworkDirectory,
    private readonly candidates: Candidates,
    private readonly room: WaitingRoom,
    private readonly writer: OfferWriter,
    private readonly planner: Planner,
    private readonly decisions: DecisionLog,
  ) {
    this.params = decisions.looked().params;
    this.lines = new WaitingLines(room, (waiting) => candidates.kindOf(waiting).place, this.params);
    this.gate = this.gateAt(new Date(0));
  }

  /** Answers which studies it has touched, and whether there may be more to offer at once. */
  async round(lease: Lease, now: Instant): Promise<{ offered: StudyId[]; more: boolean }> {
    this.rounds += 1;
    const free = this.look();
    if (free === null) return { offered: [], more: false };
    const { params } = free.looked;
    // Others are in force: what waits is in another order.
    const isReset = this.candidates.follow() || this.params !== params;
    if (isReset) this.lines.reset(params);
    this.params = params;
    if (isReset || performance.now() - this.preparedAt > DISPATCH_SETTINGS.lookAroundMs) {
      await this.candidates.prepare(this.lines.heads(now), now);
      this.preparedAt = performance.now();
    }
    this.gate = this.gateAt(now);
    const { offers, kept, unplaced } = await this.matchFairly(free, now);
    await this.writer.make(lease, offers);
    for (const each of kept) await this.tellKept(lease, each);
    const offered = offers.map(({ waiting }) => waiting.study.id);
    for (const each of unplaced) offered.push(...(await this.preemptFor(lease, each, free, now)));
    return { offered, more: offers.length >= DISPATCH_SETTINGS.offersAtOnce };
  }

  /** Begins a plan when one is due. */
  considerPlan(lease: Lease, now: Instant): void {
    this.planner.consider(lease, now);
  }

  /** Who is there; null when no offer could come of it. */
  private look(): Free | null {
    const present = [...this.directory.snapshot().readers.values()].filter((reader) => reader.session !== null);
    if (present.length === 0) return null;
    const free = { ...whoIsFree(present, this.room.heldByReader()), looked: this.decisions.looked(this.rounds) };
    // Behind critical reads, which may free a reader of others, there is nothing to do without an idle one.
    return free.idle.size > 0 || free.yielding.size > 0 ? free : null;
  }

  /** Who read the patient before is asked of what would be offered without it: of nothing, while nothing is. */
  private async matchFairly(free: Free, now: Instant): Promise<Matched> {
    const others = [...free.choosing, ...free.reading.map(({ reader }) => reader)].map(({ reader }) => reader.id);
    const readers = [...free.idle.keys(), ...free.yielding.keys(), ...others];
    await this.candidates.tie(readers, now);
    const left = { ...free, idle: new Map(free.idle) };
    const first = this.match(left, now);
    const studyIds = [...first.offers.map(({ waiting }) => waiting), ...first.unplaced].map(({ study }) => study.id);
    if (studyIds.length > 0 && (await this.candidates.tiePriors(studyIds))) return this.match(free, now);
    free.idle = left.idle;
    return first;
  }

  /** Most pressing first. */
  private match(free: Free, now: Instant): Matched {
    const round = new OfferRound(free, this.planner.current(), this.room);
    const kept: Matched['kept'] = [];
    const keeping: Keeping = { reading: free.reading, kept: new KeptFor(() => true) };
    const unplaced: Waiting[] = [];
    for (const each of this.lines.inOrder(now)) {
      const { waiting, rank, single, close } = each;
      const critical = rank.band === 'critical';
      const readers = round.readersFor(rank.band);
      if (round.isFull || (readers.size === 0 && rank.band === 'indexed')) break;
      if (!round.mayOffer(waiting)) continue;
      const choice = this.chooseOrKeep(waiting, readers.values(), keeping, now);
      const { keptFor } = choice;
      if (keptFor) {
        kept.push({ waiting, choice });
        keeping.kept.keep(keptFor.readerId, waiting.read.id);
        continue;
      }
      if (round.offer(waiting, choice, this.candidates.kindOf(waiting).rules)) continue;
      if (critical) unplaced.push(waiting);
      if (single) continue;
      // Nobody idle is left for any of this line: critical reads stand first in it.
      unplaced.push(...close((other) => other.rank.band === 'critical').map((other) => other.waiting));
    }
    this.offerPlanned(round, now);
    return { offers: round.offers, kept, unplaced };
  }

  /** Whoever has a plan gets the first of it, or what has come since it was made and goes before that by index. */
  private offerPlanned(round: OfferRound, now: Instant): void {
    const arrivals = round.reserved.size === 0 ? [] : this.lines.arrivals((waiting) => round.isSeen(waiting));
    for (const [, { reader, planned }] of round.reserved) {
      const own = this.lines.placed(planned.waiting, now);
      const sooner = arrivals.filter((each) => inLineOrder(each, own) < 0).map((each) => each.waiting);
      for (const waiting of [...sooner, planned.waiting]) {
        if (round.isFull) return;
        if (!round.mayOffer(waiting)) continue;
        if (round.offer(waiting, this.choose(waiting, [reader], now), this.candidates.kindOf(waiting).rules)) break;
      }
    }
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
    const { rules } = this.candidates.kindOf(waiting);
    await this.writer.make(lease, [
      { waiting, reader: yielding.reader, choice, trigger: 'preempted', looked: free.looked, kind: rules },
    ]);
    return [given.studyId, waiting.study.id];
  }

  private choose(waiting: Waiting, readers: Iterable<ReaderFacts>, now: Instant): ReaderChoice {
    return this.choiceAmong(waiting, this.candidatesFor(waiting, readers, now), now);
  }

  private choiceAmong(waiting: Waiting, candidates: readonly OfferCandidate[], now: Instant): ReaderChoice {
    const urgency = urgencyOf(waiting, now, this.params);
    return chooseReader({ ...waiting.read, urgency }, candidates, this.params);
  }

  private candidatesFor(waiting: Waiting, readers: Iterable<ReaderFacts>, now: Instant): OfferCandidate[] {
    // Readers are listed only for what overflow lists hold: of everything else thousands are asked.
    const asked = isOverflow(waiting) ? [...readers] : readers;
    return this.gate.through(waiting, this.candidates.of(waiting, asked, now), asked);
  }

  private gateAt(now: Instant): OverflowGate {
    return new OverflowGate(() => this.room.everything(), this.candidates, { now, params: this.params });
  }

  /** Who is idle; where that is somebody, and the read may be kept, who is free soon as well. */
  private chooseOrKeep(
    waiting: Waiting,
    idle: Iterable<ReaderFacts>,
    { reading, kept }: Keeping,
    now: Instant,
  ): ReaderChoice {
    const candidates = this.candidatesFor(waiting, idle, now);
    const choice = this.choiceAmong(waiting, candidates, now);
    const { urgency } = choice;
    if (!choice.chosen || !mayBeKept(urgency, 0, this.params)) return choice;
    const soon = reading.flatMap(({ reader, open }) => {
      const minutes = freeInMinutes([open], now);
      if (!mayBeKept(urgency, minutes, this.params) || !kept.admits(reader.reader.id, waiting.read.id)) return [];
      const candidate = this.candidatesFor(waiting, [reader], now);
      return candidate.map((each): OfferCandidate => ({ ...each, freeInMinutes: minutes }));
    });
    return soon.length === 0 ? choice : this.choiceAmong(waiting, [...candidates, ...soon], now);
  }

  /** Once for each reader it is kept for: the study's history says why it was not offered at once. */
  private async tellKept(lease: Lease, { waiting: { study, read }, choice }: Matched['kept'][number]): Promise<void> {
    const reader = choice.keptFor?.readerId;
    if (!reader || this.told.has(`${read.id} ${reader}`)) return;
    if (this.told.size >= MOST_TOLD) this.told.clear();
    this.told.add(`${read.id} ${reader}`);
    const key = { healthSystemId: study.healthSystemId, studyId: study.id };
    await this.writer.attempt(lease, async (tx) => {
      await tx.change(studyTargets(key), (rows) => keepRead(rows, read.id, choice, this.params));
    });
  }
}

const MOST_TOLD = 1_000;
