import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FragmentWatch } from './fragment-watch.js';

const item = (length: number): Buffer => {
  const head = Buffer.from('feff00e000000000', 'hex');
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, Buffer.alloc(length, 0xfe)]);
};
const END = Buffer.from('feffdde000000000', 'hex');
const whole = Buffer.concat([item(0), item(1000), item(10), END]);

function watched(bytes: Buffer, size: number): FragmentWatch {
  const watch = new FragmentWatch();
  for (let at = 0; at < bytes.length; at += size) watch.push(bytes.subarray(at, at + size));
  return watch;
}

describe('following fragments', () => {
  it('knows a whole object, whatever the pieces it comes in and what is behind it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1100 }), fc.nat(20), (size, padding) => {
        return !watched(Buffer.concat([whole, Buffer.alloc(padding)]), size).isCut;
      }),
    );
  });

  it('knows one that was cut off anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1100 }), fc.nat(whole.length - 1), (size, length) => {
        return watched(whole.subarray(0, length), size).isCut;
      }),
    );
  });

  it('does not judge what is no fragment', () => {
    expect(watched(Buffer.alloc(100), 7).isCut).toBe(false);
  });
});
