const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const UINT32 = 2 ** 32;

/**
 * A number in [0, 1) that looks random and is always the same for an id and a salt: whoever knows the salt can replay
 * every choice, whoever does not cannot tell which of their reads will be looked at. MurmurHash3 (x86, 32 bit, seed 0).
 *
 * @throws RangeError for what is not ASCII
 */
export const draw = (id: string, salt: string): number => murmur3(`${salt}:${id}`, 0) / UINT32;

/** MurmurHash3_x86_32 (Appleby) of an ASCII text, as an unsigned number. */
export function murmur3(text: string, seed: number): number {
  const bytes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if (bytes.some((byte) => byte > 0x7f)) throw new RangeError('only ASCII is hashed');
  let hash = seed;
  for (let start = 0; start < bytes.length; start += 4) {
    hash ^= scrambled(littleEndian(bytes.slice(start, start + 4)));
    // The last bytes, when they are no full four, are mixed in without the turn.
    if (start + 4 <= bytes.length) hash = Math.imul(rotated(hash, 13), 5) + 0xe6546b64;
  }
  return finished(hash ^ bytes.length);
}

const littleEndian = (bytes: readonly number[]): number =>
  bytes.reduce((word, byte, place) => word | (byte << (8 * place)), 0);

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

const scrambled = (word: number): number => Math.imul(rotated(Math.imul(word, C1), 15), C2);

function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
