/** A set of reader slots, 32 to a word; signed, as bitwise operators answer. */
export type Bits = Int32Array;

/** The word at an index that is known to be inside. */
export const wordAt = (bits: Bits, index: number): number => bits[index] as number;

export const hasBit = (bits: Bits, slot: number): boolean => ((wordAt(bits, slot >>> 5) >>> (slot & 31)) & 1) === 1;

export function setBit(bits: Bits, slot: number, to: boolean): void {
  const mask = 1 << (slot & 31);
  const word = wordAt(bits, slot >>> 5);
  bits[slot >>> 5] = to ? word | mask : word & ~mask;
}

/** How many bits of a word are set. */
export function bitsIn(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The place of the lowest set bit of a word that has one. */
export const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
