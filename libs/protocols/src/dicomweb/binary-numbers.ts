import { tagOf } from '../dicom/encoding/dictionary.js';

type Read = (bytes: Buffer, at: number) => number | string | null;
interface NumberFormat {
  readonly size: number;
  readonly little: Read;
  readonly big: Read;
}

/** JSON has no NaN or infinity. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
/** Beyond 53 bits a number in JSON is not safe; PS3.18 section F.2.3 lets SV and UV be strings. */
const safe = (value: bigint): number | string => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
};

/** Numeric VRs that are written in binary (PS3.5 table 6.2-1); AT is a pair of 16-bit numbers. */
const FORMATS: Readonly<Record<string, NumberFormat>> = {
  US: { size: 2, little: (b, at) => b.readUInt16LE(at), big: (b, at) => b.readUInt16BE(at) },
  SS: { size: 2, little: (b, at) => b.readInt16LE(at), big: (b, at) => b.readInt16BE(at) },
  UL: { size: 4, little: (b, at) => b.readUInt32LE(at), big: (b, at) => b.readUInt32BE(at) },
  SL: { size: 4, little: (b, at) => b.readInt32LE(at), big: (b, at) => b.readInt32BE(at) },
  FL: { size: 4, little: (b, at) => finite(b.readFloatLE(at)), big: (b, at) => finite(b.readFloatBE(at)) },
  FD: { size: 8, little: (b, at) => finite(b.readDoubleLE(at)), big: (b, at) => finite(b.readDoubleBE(at)) },
  SV: { size: 8, little: (b, at) => safe(b.readBigInt64LE(at)), big: (b, at) => safe(b.readBigInt64BE(at)) },
  UV: { size: 8, little: (b, at) => safe(b.readBigUInt64LE(at)), big: (b, at) => safe(b.readBigUInt64BE(at)) },
  AT: {
    size: 4,
    little: (b, at) => tagOf(b.readUInt16LE(at), b.readUInt16LE(at + 2)),
    big: (b, at) => tagOf(b.readUInt16BE(at), b.readUInt16BE(at + 2)),
  },
};

/** The values of a binary numeric element; null when the VR is not one. Bytes left over at the end are passed over. */
export function binaryNumbers(bytes: Buffer, vr: string, littleEndian: boolean): (number | string | null)[] | null {
  const format = FORMATS[vr];
  if (!format) return null;
  const read = littleEndian ? format.little : format.big;
  const count = Math.floor(bytes.length / format.size);
  return Array.from({ length: count }, (_, index) => read(bytes, index * format.size));
}
