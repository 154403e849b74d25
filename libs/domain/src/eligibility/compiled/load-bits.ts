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
type Size = Pick<ReadFacts, 'expectedMinutes' | 'priority'>;

/** Capacity for each size of read that is asked about, and fatigue: bits that flip with every read taken and signed. */
export class LoadBits {
  readonly fatigue: LoadSet;
  private readonly capacity = new Map<string, LoadSet & { size: Size }>();

  constructor(
    private readonly words: number,
    private readonly facts: readonly ReaderFacts[],
  ) {
    this.fatigue = { bits: new Uint32Array(words), count: 0 };
  }

  /** Who would pass their cap with a read of this length and priority. */
  capacityFor({ expectedMinutes, priority }: Size): LoadSet {
    const pressing = priority === 'critical' || priority === 'stat';
    const name = `${expectedMinutes} ${pressing}`;
    const known = this.capacity.get(name);
    if (known) return known;
    const [oldest] = this.capacity.keys();
    if (oldest !== undefined && this.capacity.size >= MOST_SIZES) this.capacity.delete(oldest);
    const made = { bits: new Uint32Array(this.words), count: 0, size: { expectedMinutes, priority } };
    for (const [slot, facts] of this.facts.entries()) put(made, slot, passesCap(facts, made.size));
    this.capacity.set(name, made);
    return made;
  }

  renewCapacity(slot: number): void {
    const facts = this.facts[slot] as ReaderFacts;
    for (const set of this.capacity.values()) put(set, slot, passesCap(facts, set.size));
  }

  renewFatigue(slot: number, now: Instant): void {
    put(this.fatigue, slot, isTired(this.facts[slot] as ReaderFacts, now));
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

/** The rule does not look at the read. */
const isTired = (reader: ReaderFacts, now: Instant): boolean =>
  fatigueRule({ reader, now, stage: 'offer' } as Parameters<typeof fatigueRule>[0], {} as never, {} as never) !== null;
