import dicomParser from 'dicom-parser';
import { isKnownVr, looksLikeVr } from './element.js';

/** Real objects stay far below; beyond it a file is made to exhaust memory. */
const MAX_ELEMENTS = 50_000;

/** VRs that dicom-parser knows to have a 32-bit length; it takes every other one to have 16 bits. */
const LONG_IN_LIBRARY = new Set(['OB', 'OD', 'OF', 'OL', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT']);
const LONG_BESIDE = new Set(['OV', 'SV', 'UV']);

/** Why reading had to stop: the bytes end, or they make no sense. */
export class ReadFailure extends Error {
  constructor(readonly reason: 'starved' | 'malformed') {
    super(reason);
  }
}

/**
 * The stream dicom-parser reads from, with what it leaves out: it says whether the bytes ended or made no sense, counts
 * the elements, and repairs value representations that the library does not know.
 */
export class GuardedStream extends dicomParser.ByteStream {
  private elementsLeft = MAX_ELEMENTS;

  constructor(bytes: Buffer, littleEndian: boolean, start: number) {
    const { littleEndianByteArrayParser, bigEndianByteArrayParser } = dicomParser;
    super(littleEndian ? littleEndianByteArrayParser : bigEndianByteArrayParser, bytes, start);
    const { seek, readUint16, readUint32, readFixedString } = this;
    this.seek = (count) => {
      this.need(count);
      seek.call(this, count);
    };
    this.readUint16 = () => (this.need(2), readUint16.call(this));
    this.readUint32 = () => (this.need(4), readUint32.call(this));
    this.readFixedString = (count) => (this.need(count), this.knownVr(readFixedString.call(this, count)));
  }

  /** For every element that is read. */
  count(): void {
    if (this.elementsLeft-- <= 0) throw new ReadFailure('malformed');
  }

  private need(count: number): void {
    if (this.position + count > this.byteArray.length) throw new ReadFailure('starved');
  }

  /** The library reads nothing but VRs as text. */
  private knownVr(vr: string): string {
    this.count();
    if (LONG_IN_LIBRARY.has(vr) || (isKnownVr(vr) && !LONG_BESIDE.has(vr))) return vr;
    // No VR at all: some writers leave it out here and there, and the 32-bit length stands in its place.
    if (!looksLikeVr(vr)) this.position -= 4;
    return 'UN';
  }
}
