import { constants, inflateRawSync } from 'node:zlib';

const SMALLEST_INPUT = 1024;

/**
 * The beginning of a raw deflate stream of which only a prefix is at hand, at most `limit` bytes of it. The input is
 * halved until its output fits: deflate grows a byte at most about 1032 times. Null when the stream is damaged.
 */
export function inflatePrefix(deflated: Buffer, limit: number): { bytes: Buffer; isWhole: boolean } | null {
  let input = deflated;
  for (;;) {
    try {
      const bytes = inflateRawSync(input, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: limit });
      return { bytes, isWhole: input.length === deflated.length };
    } catch (error) {
      const isTooLong = error instanceof RangeError && input.length > SMALLEST_INPUT;
      if (!isTooLong) return null;
      input = input.subarray(0, input.length >>> 1);
    }
  }
}
