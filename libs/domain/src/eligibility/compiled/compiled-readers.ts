import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { ReaderFacts, ReadFacts } from '../facts.js';
import type { HardRules } from '../hard-rules.js';
import { LoadBits, type LoadSet } from './load-bits.js';
import { Numbers, readerStandings, type Numbering, type ReaderStandings } from './reader-standings.js';
import { readerValues } from './reader-values.js';
import { ValueSets } from './value-sets.js';

/** Room for so many readers more before everything is laid out anew. */
const spareSlots = (readers: number): number => 64 + (readers >>> 3);

/** Readers by slot, with what each has and where each could stand as it is in force. */
export class CompiledReaders {
  readonly facts: ReaderFacts[];
  readonly words: number;
  readonly values: ValueSets;
  readonly standings: ReaderStandings[] = [];
  readonly numbering: Numbering = { countries: new Numbers(), groups: new Numbers() };
  private readonly slots = new Map<ReaderId, number>();
  private readonly load: LoadBits;

  constructor(
    facts: readonly ReaderFacts[],
    private readonly rules: HardRules,
  ) {
    this.facts = [...facts];
    this.words = (facts.length + spareSlots(facts.length) + 31) >>> 5;
    this.values = new ValueSets(this.words);
    this.load = new LoadBits(this.words, this.facts);
    for (const [slot, { reader }] of facts.entries()) this.slots.set(reader.id, slot);
  }

  get size(): number {
    return this.facts.length;
  }

  slotOf(readerId: ReaderId): number | null {
    return this.slots.get(readerId) ?? null;
  }

  idOf(slot: number): ReaderId {
    return (this.facts[slot] as ReaderFacts).reader.id;
  }

  /** The slot of the reader, still to be renewed; null when there is no room for a new one. */
  put(facts: Omit<ReaderFacts, 'held'>): number | null {
    const { id } = facts.reader;
    const known = this.slots.get(id);
    if (known === undefined && this.size >= this.words * 32) return null;
    const slot = known ?? this.size;
    const held = this.facts[slot]?.held ?? { routineMinutes: 0, urgentMinutes: 0 };
    this.facts[slot] = { ...facts, held };
    this.slots.set(id, slot);
    return slot;
  }

  /** Compiles what the reader has at the instant. */
  renew(slot: number, now: Instant): void {
    const facts = this.facts[slot] as ReaderFacts;
    this.values.replace(slot, readerValues(facts, now, this.rules));
    this.standings[slot] = readerStandings(facts, now, this.rules, this.numbering);
    this.load.renew(slot, now);
  }

  setHeld(readerId: ReaderId, held: ReaderFacts['held']): void {
    const slot = this.slots.get(readerId);
    const facts = slot === undefined ? undefined : this.facts[slot];
    if (slot === undefined || facts === undefined) return;
    const { routineMinutes, urgentMinutes } = facts.held;
    // Everybody is counted now and then, and of most nothing has changed.
    if (routineMinutes === held.routineMinutes && urgentMinutes === held.urgentMinutes) return;
    this.facts[slot] = { ...facts, held };
    this.load.renewCapacity(slot);
  }

  setCompletedReads(readerId: ReaderId, completedReads: number, now: Instant): void {
    const slot = this.slots.get(readerId);
    const facts = slot === undefined ? undefined : this.facts[slot];
    if (slot === undefined || !facts?.session) return;
    this.facts[slot] = { ...facts, session: { ...facts.session, completedReads } };
    this.load.renewFatigue(slot, now);
  }

  loads(read: ReadFacts): { capacity: LoadSet; fatigue: LoadSet } {
    return { capacity: this.load.capacityFor(read), fatigue: this.load.fatigue };
  }

  /** For whoever would hold nothing beside it. */
  loadsAlone(read: ReadFacts): { capacity: LoadSet; fatigue: LoadSet } {
    return { capacity: this.load.capacityAlone(read), fatigue: this.load.fatigue };
  }
}
