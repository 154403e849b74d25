import { setBit, type Bits } from './bits.js';

/** Who has what: one set of reader slots for each value of each rule. */
export class ValueSets {
  private readonly sets = new Map<string, Bits>();
  private readonly held: (readonly Bits[] | undefined)[] = [];
  /** Grows when a value comes up that nobody had before: what was compiled without it is to be compiled again. */
  shape = 0;

  constructor(private readonly words: number) {}

  /** Null when nobody ever had the value. */
  of(name: string): Bits | null {
    return this.sets.get(name) ?? null;
  }

  /** What the reader of this slot has from now on. */
  replace(slot: number, names: readonly string[]): void {
    for (const set of this.held[slot] ?? []) setBit(set, slot, false);
    const held = names.map((name) => this.create(name));
    for (const set of held) setBit(set, slot, true);
    this.held[slot] = held;
  }

  private create(name: string): Bits {
    const known = this.sets.get(name);
    if (known) return known;
    const made = new Int32Array(this.words);
    this.sets.set(name, made);
    this.shape += 1;
    return made;
  }
}
