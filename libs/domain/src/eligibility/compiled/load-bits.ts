import type { Instant } from '../../core/instant.js';
import type { ReaderFacts, ReadFacts } from '../facts.js';
import { capacityRule } from '../rules/capacity.js';
import { fatigueRule } from '../rules/fatigue.js';
import { hasBit, setBit, type Bits } from './bits.js';

/** Who fails a rule that changes by the minute, and how many they are. */
export interface LoadSet {
  bits: Bits;
  count: number;
}

const MOST_SIZES = 256;
const EMPTY_HANDS: ReaderFacts['held'] = { routineMinutes: 0, urgentMinutes: 0 };
type Size = Pick<ReadFacts, 'expectedMinutes' | 'priority'>;
type SizedSet = LoadSet & { size: Size };

/** Capacity for each size of read that is asked about, and fatigue: bits that flip with every read taken and signed. */
export class LoadBits {
  readonly fatigue: LoadSet;
  private readonly capacity = new Map<string, SizedSet>();
  /** The same for whoever would hold nothing beside it: what they hold does not flip these. */
  private readonly alone = new Map<string, SizedSet>();

  constructor(
    private readonly words: number,
    private readonly facts: readonly ReaderFacts[],
  ) {
    this.fatigue = { bits: new Int32Array(words), count: 0 };
  }

  /** Who would pass their cap with a read of this length and priority. */
  capacityFor(size: Size): LoadSet {
    return this.setOf(this.capacity, size, passesCap);
  }

  /** Who would pass it with nothing else in their hands. */
  capacityAlone(size: Size): LoadSet {
    return this.setOf(this.alone, size, passesCapAlone);
  }

  /** Of a reader who is another than before. */
  renew(slot: number, now: Instant): void {
    const facts = this.facts[slot] as ReaderFacts;
    for (const set of this.alone.values()) put(set, slot, passesCapAlone(facts, set.size));
    this.renewCapacity(slot);
    this.renewFatigue(slot, now);
  }

  renewCapacity(slot: number): void {
    const facts = this.facts[slot] as ReaderFacts;
    for (const set of this.capacity.values()) put(set, slot, passesCap(facts, set.size));
  }

  renewFatigue(slot: number, now: Instant): void {
    put(this.fatigue, slot, isTired(this.facts[slot] as ReaderFacts, now));
  }

  private setOf(sets: Map<string, SizedSet>, { expectedMinutes, priority }: Size, passes: typeof passesCap): LoadSet {
    const pressing = priority === 'critical' || priority === 'stat';
    const name = `${expectedMinutes} ${pressing}`;
    const known = sets.get(name);
    if (known) return known;
    const [oldest] = sets.keys();
    if (oldest !== undefined && sets.size >= MOST_SIZES) sets.delete(oldest);
    const made = { bits: new Int32Array(this.words), count: 0, size: { expectedMinutes, priority } };
    for (const [slot, facts] of this.facts.entries()) put(made, slot, passes(facts, made.size));
    sets.set(name, made);
    return made;
  }
}

function put(set: LoadSet, slot: number, to: boolean): void {
  if (hasBit(set.bits, slot) === to) return;
  setBit(set.bits, slot, to);
  set.count += to ? 1 : -1;
}

/** The rule looks at the length and the priority of the read alone. */
const passesCap = (reader: ReaderFacts, read: Size): boolean =>
  capacityRule({ read, reader, stage: 'offer' } as Parameters<typeof capacityRule>[0], {} as never, {} as never) !==
  null;

const passesCapAlone = (reader: ReaderFacts, read: Size): boolean => passesCap({ ...reader, held: EMPTY_HANDS }, read);

/** The rule does not look at the read. */
const isTired = (reader: ReaderFacts, now: Instant): boolean =>
  fatigueRule({ reader, now, stage: 'offer' } as Parameters<typeof fatigueRule>[0], {} as never, {} as never) !== null;
