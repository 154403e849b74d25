import type { HealthSystemId, ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Place, Tier } from '../../network/network.js';
import { tierOf } from '../../network/tier-of.js';
import { RULE_CODES, type ReaderFacts, type ReadFacts, type Relations, type RuleCode, type Stage } from '../facts.js';
import { DEFAULT_HARD_RULES, type HardRules } from '../hard-rules.js';
import { hasBit } from './bits.js';
import { ChangeQueue } from './change-queue.js';
import { ClassCache } from './class-cache.js';
import { CompiledReaders } from './compiled-readers.js';
import { countFailures, eachEligible, failsRule, isEligible, type EligibilityCounts, type Parts } from './combine.js';
import { readerChangesAt, relationsChangeAt, rulesChangeAt } from './next-change.js';
import { ruleNumber } from './rule-tests.js';

/** Signing asks one reader about one read: there is nothing to compile. */
export type IndexedStage = Exclude<Stage, 'sign'>;

export interface IndexedEligibility extends EligibilityCounts {
  readerIds: ReaderId[];
}

const NOBODY: ReadonlySet<number> = new Set();
const NO_RELATIONS: Relations = { agreements: [], contracts: [] };

/**
 * `eligibleReaders`, compiled: every reader has a slot, every value of every rule a set of slots, every class of studies its
 * static answer, kept until something it rests on changes. It answers as of the instant it was last advanced to, the same
 * as the plain rules to the last reason; whoever may not be answered for is ineligible.
 */
export class EligibilityIndex {
  private readers!: CompiledReaders;
  private classes!: ClassCache;
  private changes = new ChangeQueue<number | HealthSystemId | 'rules'>();
  private relations: ReadonlyMap<HealthSystemId, Relations>;
  /** The last instant at which something changed by itself, or was compiled. */
  private settledAt!: number;

  constructor(
    network: { readers: Iterable<ReaderFacts>; relations: ReadonlyMap<HealthSystemId, Relations> },
    private now: Instant,
    private readonly rules: HardRules = DEFAULT_HARD_RULES,
  ) {
    this.relations = network.relations;
    this.compile([...network.readers]);
  }

  /** The same, made in steps of well below a millisecond: whoever runs them may do something else between two. */
  static *inSteps(
    network: { readers: Iterable<ReaderFacts>; relations: ReadonlyMap<HealthSystemId, Relations> },
    now: Instant,
    rules: HardRules = DEFAULT_HARD_RULES,
  ): Generator<void, EligibilityIndex> {
    const index = new EligibilityIndex({ readers: [], relations: new Map() }, now, rules);
    index.relations = network.relations;
    yield* index.compiling([...network.readers]);
    return index;
  }

  get at(): Instant {
    return this.now;
  }

  /** The next instant at which a licence, a shift, a contract's hours ... begins or ends; null when none will. */
  nextChangeAt(): Instant | null {
    const next = this.changes.next();
    return next === Infinity ? null : new Date(next);
  }

  /** Flips what began or ended by `now`. Backwards past a change compiles everything again. */
  advanceTo(now: Instant): void {
    this.now = now;
    if (now.getTime() < this.settledAt) {
      this.compile([...this.readers.facts]);
      return;
    }
    for (let due = this.changes.due(now.getTime()); due !== null; due = this.changes.due(now.getTime())) {
      this.settledAt = Math.max(this.settledAt, due.at);
      const { subject } = due;
      if (subject === 'rules') {
        this.compile([...this.readers.facts]);
        return;
      }
      // What comes next is asked from this change on: a further one before `now` would go unnoticed when the clock is set back.
      const since = new Date(due.at);
      if (typeof subject === 'number') this.renew(subject, since);
      else this.renewRelations(subject, since);
    }
  }

  /** A new reader, or one of whom something changed but what they hold. */
  putReader(facts: Omit<ReaderFacts, 'held'>): void {
    const slot = this.readers.put(facts);
    if (slot === null)
      this.compile([...this.readers.facts, { ...facts, held: { routineMinutes: 0, urgentMinutes: 0 } }]);
    else this.renew(slot);
    this.settledAt = this.now.getTime();
  }

  /** What has changed is taken into every class now, when nobody waits for an answer; else whoever asks next does it. */
  catchUp(): void {
    this.classes.catchUp();
  }

  /** Reads were signed in the session: only fatigue asks how many. */
  setCompletedReads(readerId: ReaderId, completedReads: number): void {
    this.readers.setCompletedReads(readerId, completedReads, this.now);
  }

  /** Expected minutes the reader holds now. */
  setHeld(readerId: ReaderId, held: ReaderFacts['held']): void {
    this.readers.setHeld(readerId, held);
  }

  /** Agreements and contracts by health system; those that are other objects than before are read again. */
  setRelations(relations: ReadonlyMap<HealthSystemId, Relations>): void {
    const before = this.relations;
    this.relations = relations;
    for (const id of new Set([...before.keys(), ...relations.keys()]))
      if (before.get(id) !== relations.get(id)) this.renewRelations(id);
    this.settledAt = this.now.getTime();
  }

  /** Who may read it and, of those who may not, how many fail each rule and how many only that one. */
  ask(read: ReadFacts, stage: IndexedStage): IndexedEligibility {
    const parts = this.partsOf(read, stage);
    const readerIds: ReaderId[] = [];
    eachEligible(parts, (slot) => readerIds.push(this.readers.idOf(slot)));
    return { ...countFailures(parts), readerIds };
  }

  counts(read: ReadFacts, stage: IndexedStage): EligibilityCounts {
    return countFailures(this.partsOf(read, stage));
  }

  /**
   * Whom it may be offered once they hold nothing else: whoever offers asks of who is idle, and of who will be. Nobody the
   * index does not know.
   */
  offerable(read: ReadFacts): (readerId: ReaderId) => boolean {
    const parts = this.partsOf(read, 'offer', this.readers.loadsAlone(read));
    return (readerId) => {
      const slot = this.readers.slotOf(readerId);
      return slot !== null && isEligible(parts, slot);
    };
  }

  /** Codes of the rules one reader fails, in their order; null when the index does not know the reader. */
  failedBy(read: ReadFacts, stage: IndexedStage, readerId: ReaderId): RuleCode[] | null {
    const slot = this.readers.slotOf(readerId);
    if (slot === null) return null;
    const parts = this.partsOf(read, stage);
    return RULE_CODES.filter((code) => failsRule(parts, ruleNumber(code), slot));
  }

  /** The tier from which an eligible reader would read it. */
  tierFor(read: ReadFacts, stage: IndexedStage, readerId: ReaderId): Tier | null {
    const slot = this.readers.slotOf(readerId);
    const facts = slot === null ? undefined : this.readers.facts[slot];
    if (slot === null || facts === undefined) return null;
    const { fromHome } = this.classOf(read, stage);
    const place: Place = hasBit(fromHome, slot) ? facts.reader.homePlace : (facts.session ?? facts.reader.homePlace);
    return tierOf(place, read.facility, this.now);
  }

  private partsOf(
    read: ReadFacts,
    stage: IndexedStage,
    loads = stage === 'plan' ? null : this.readers.loads(read),
  ): Parts {
    const independent = read.independent || read.purpose === 'secondary' || read.purpose === 'adjudication';
    return {
      study: this.classOf(read, stage),
      readers: this.readers.size,
      loads,
      barred: independent ? this.slotsOf(read.otherReads) : NOBODY,
    };
  }

  private slotsOf(others: ReadFacts['otherReads']): ReadonlySet<number> {
    return others.length === 0
      ? NOBODY
      : new Set(others.flatMap(({ readerId }) => this.readers.slotOf(readerId) ?? []));
  }

  private classOf(read: ReadFacts, stage: IndexedStage) {
    const relations = this.relations.get(read.healthSystem.id) ?? NO_RELATIONS;
    return this.classes.of(read, stage === 'plan' ? 'plan' : 'offer', { relations, now: this.now });
  }

  private compile(facts: readonly ReaderFacts[]): void {
    const steps = this.compiling(facts);
    while (steps.next().done !== true);
  }

  private *compiling(facts: readonly ReaderFacts[]): Generator<void, void> {
    this.changes = new ChangeQueue();
    this.readers = new CompiledReaders(facts, this.rules);
    this.classes = new ClassCache(this.readers, this.rules);
    for (let slot = 0; slot < facts.length; slot += 1) {
      this.renew(slot);
      yield;
    }
    for (const id of this.relations.keys()) {
      this.renewRelations(id);
      yield;
    }
    this.changes.set('rules', rulesChangeAt(this.rules, this.now));
    this.settledAt = this.now.getTime();
  }

  private renew(slot: number, since = this.now): void {
    this.readers.renew(slot, this.now);
    this.classes.readerChanged(slot);
    this.changes.set(slot, readerChangesAt(this.readers.facts[slot] as ReaderFacts, since));
  }

  private renewRelations(id: HealthSystemId, since = this.now): void {
    this.classes.relationsChanged(id);
    this.changes.set(id, relationsChangeAt(this.relations.get(id) ?? NO_RELATIONS, since));
  }
}
