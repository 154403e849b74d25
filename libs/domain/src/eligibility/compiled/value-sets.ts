import { setBit, type Bits } from './bits.js';

/** One name of a value ("privilege, mercy-east, final, CT"); the parts never contain a line break. */
export const valueName = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '-').join('\n');

/** Who has what: one set of reader slots for each value of each rule. */
export class ValueSets {
  private readonly sets = new Map<string, Bits>();
  private readonly held: (readonly string[] | undefined)[] = [];
  /** Grows when a value comes up that nobody had before: what was compiled without it is to be compiled again. */
  shape = 0;

  constructor(private readonly words: number) {}

  /** Null when nobody ever had the value. */
  of(name: string): Bits | null {
    return this.sets.get(name) ?? null;
  }

  /** What the reader of this slot has from now on. */
  replace(slot: number, names: readonly string[]): void {
    for (const name of this.held[slot] ?? []) setBit(this.create(name), slot, false);
    for (const name of names) setBit(this.create(name), slot, true);
    this.held[slot] = names;
  }

  private create(name: string): Bits {
    const known = this.sets.get(name);
    if (known) return known;
    const made = new Uint32Array(this.words);
    this.sets.set(name, made);
    this.shape += 1;
    return made;
  }
}
