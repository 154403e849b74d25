import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toDicomJson } from '../dicomweb/dicom-json.js';
import { checkIdentity } from './check-identity.js';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './encoding/element.js';
import { writeElements, type ElementToWrite } from './encoding/element-writer.js';
import { fileMeta } from './file-meta.js';
import { HeaderReader, type HeaderProgress } from './header-reader.js';

const nested = (depth: number): ElementToWrite => ({
  tag: '00081140',
  vr: 'SQ',
  value: [depth > 0 ? [nested(depth - 1)] : [{ tag: '00081155', vr: 'UI', value: '1.2.3' }]],
});
const elements: ElementToWrite[] = [
  { tag: '00080005', vr: 'CS', value: '\\ISO 2022 IR 87' },
  { tag: '00080016', vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
  { tag: '00080018', vr: 'UI', value: '1.2.3.1' },
  nested(5),
  { tag: '00100010', vr: 'PN', value: 'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B' },
  { tag: '00101010', vr: 'AS', value: '076Y' },
  { tag: '0020000D', vr: 'UI', value: '1.2.3' },
  { tag: '0020000E', vr: 'UI', value: '1.2.3.0' },
  { tag: '00280030', vr: 'DS', value: '0.5\\0.5' },
  { tag: '7FE00010', vr: 'OW', value: Buffer.alloc(64) },
];
const file = (transferSyntaxUid: string, body: Buffer): Buffer =>
  Buffer.concat([fileMeta({ sopClassUid: '1.2', sopInstanceUid: '1.2.3.1', transferSyntaxUid }), body]);
const files = [
  file('1.2.840.10008.1.2.1', writeElements(elements, EXPLICIT_LITTLE)),
  file('1.2.840.10008.1.2', writeElements(elements, IMPLICIT_LITTLE)),
  file('1.2.840.10008.1.2.2', writeElements(elements, EXPLICIT_BIG)),
  file('1.2.840.10008.1.2.1.99', deflateRawSync(writeElements(elements))),
];

/** Everything that is done with a received object, chunk by chunk. */
function receive(bytes: Buffer, chunkSize = 97): HeaderProgress {
  const reader = new HeaderReader({ limitBytes: 2048 });
  for (let at = 0; at < bytes.length; at += chunkSize) reader.push(bytes.subarray(at, at + chunkSize));
  const progress = reader.end();
  if (progress.kind === 'header') {
    checkIdentity(progress.header);
    JSON.stringify(toDicomJson(progress.dataset));
  }
  return progress;
}
const isSettled = (progress: HeaderProgress): boolean => progress.kind === 'header' || progress.kind === 'problem';

const anyFile = fc.constantFrom(...files);

describe('a header reader given hostile bytes', () => {
  it('answers random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => isSettled(receive(Buffer.from(bytes)))));
  });

  it('answers random bytes behind a good beginning', () => {
    const tail = fc.uint8Array({ maxLength: 500 });
    const property = fc.property(anyFile, fc.nat(400), tail, (bytes, keep, noise) =>
      isSettled(receive(Buffer.concat([bytes.subarray(0, 330 + keep), noise]))),
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('answers every truncation', () => {
    for (const bytes of files) {
      for (let length = 0; length <= bytes.length; length++) {
        expect(isSettled(receive(bytes.subarray(0, length), 4096))).toBe(true);
      }
    }
  });

  it('answers flipped bits', () => {
    const flips = fc.array(fc.tuple(fc.nat(5000), fc.nat(7)), { minLength: 1, maxLength: 8 });
    const property = fc.property(anyFile, flips, (bytes, places) => {
      const damaged = Buffer.from(bytes);
      for (const [at, bit] of places) damaged[at % damaged.length]! ^= 1 << bit;
      return isSettled(receive(damaged));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('answers items nested beyond any stack', () => {
    const open = Buffer.from('08004011ffffffff' + 'feff00e0ffffffff', 'hex');
    const bytes = file('1.2.840.10008.1.2', Buffer.concat(Array.from({ length: 100_000 }, () => open)));
    const reader = new HeaderReader();
    reader.push(bytes);
    expect(reader.end()).toMatchObject({ kind: 'header', header: { completeness: 'malformed' } });
  });

  it('stops at a number of elements that no real object has', () => {
    const many = Buffer.alloc(8 * 400_000);
    for (let index = 0; index < 400_000; index++) {
      many.writeUInt16LE(0x0009 + (index >>> 16), index * 8);
      many.writeUInt16LE(index & 0xffff, index * 8 + 2);
    }
    const reader = new HeaderReader();
    reader.push(file('1.2.840.10008.1.2', many));
    const progress = reader.end();
    expect(progress).toMatchObject({ kind: 'header', header: { completeness: 'malformed' } });
    expect(progress.kind === 'header' && progress.dataset.tags.length).toBe(50_000);
  });

  it('inflates no more than its limit', () => {
    const bomb = deflateRawSync(Buffer.concat([writeElements(elements.slice(0, 3)), Buffer.alloc(100_000_000)]));
    const before = process.memoryUsage().arrayBuffers;
    const progress = receive(file('1.2.840.10008.1.2.1.99', bomb), 65536);
    expect(isSettled(progress)).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});
