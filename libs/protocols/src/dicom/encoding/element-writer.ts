import { groupOf, type Tag } from './dictionary.js';
import { EXPLICIT_LITTLE, hasShortLength, type Encoding } from './element.js';

/** One element to write: text (padded as its VR wants), raw bytes, or the items of a sequence. */
export interface ElementToWrite {
  readonly tag: Tag;
  readonly vr: string;
  readonly value: string | Buffer | readonly (readonly ElementToWrite[])[];
}

/** The bytes of a dataset, in the order given; items and sequences with defined lengths. */
export const writeElements = (elements: readonly ElementToWrite[], encoding: Encoding = EXPLICIT_LITTLE): Buffer =>
  Buffer.concat(elements.map((element) => writeElement(element, encoding)));

function writeElement({ tag, vr, value }: ElementToWrite, encoding: Encoding): Buffer {
  const body = bodyOf(vr, value, encoding);
  return Buffer.concat([head(tag, vr, body.length, encoding), body]);
}

function bodyOf(vr: string, value: ElementToWrite['value'], encoding: Encoding): Buffer {
  if (typeof value === 'string') return padded(Buffer.from(value, 'utf8'), vr);
  if (Buffer.isBuffer(value)) return padded(value, vr);
  return Buffer.concat(
    value.map((item) => {
      const body = writeElements(item, encoding);
      return Buffer.concat([head('FFFEE000', '', body.length, encoding), body]);
    }),
  );
}

/** Values have an even length: text is padded with a space, UIDs and bytes with a NUL (PS3.5 section 6.2). */
function padded(bytes: Buffer, vr: string): Buffer {
  if (bytes.length % 2 === 0) return bytes;
  const isNulPadded = vr === 'UI' || vr === 'UN' || vr.startsWith('O');
  return Buffer.concat([bytes, Buffer.from([isNulPadded ? 0 : 0x20])]);
}

function head(tag: Tag, vr: string, length: number, { explicit, littleEndian }: Encoding): Buffer {
  const uint = (value: number, size: 2 | 4): Buffer => {
    const bytes = Buffer.alloc(size);
    if (littleEndian) bytes.writeUIntLE(value, 0, size);
    else bytes.writeUIntBE(value, 0, size);
    return bytes;
  };
  const name = [uint(groupOf(tag), 2), uint(Number.parseInt(tag.slice(4), 16), 2)];
  if (!explicit || vr === '') return Buffer.concat([...name, uint(length, 4)]);
  const sized = hasShortLength(vr) ? [uint(length, 2)] : [Buffer.alloc(2), uint(length, 4)];
  return Buffer.concat([...name, Buffer.from(vr, 'latin1'), ...sized]);
}
