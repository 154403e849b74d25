import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, isKnownVr, type Encoding } from './element.js';

const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';
const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99';
const EXPLICIT_VR_BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** The groups a dataset can begin with: command (not stored), file meta, 0004 of a directory, identification. */
const FIRST_GROUPS = new Set([0x0002, 0x0004, 0x0008, 0x0009, 0x0010, 0x0018, 0x0020, 0x0028]);
const MAX_FIRST_LENGTH = 0x10000;

/** The encoding a transfer syntax stands for; every compressed one is explicit little endian (PS3.5 annex A). */
function encodingOf(transferSyntaxUid: string): Encoding {
  if (transferSyntaxUid === IMPLICIT_VR_LITTLE_ENDIAN) return IMPLICIT_LITTLE;
  return transferSyntaxUid === EXPLICIT_VR_BIG_ENDIAN ? EXPLICIT_BIG : EXPLICIT_LITTLE;
}

/** The transfer syntax that a bare dataset's first element speaks for, or null when it does not look like one. */
export function guessTransferSyntax(bytes: Buffer, offset = 0): string | null {
  if (bytes.length < offset + 8) return null;
  const isExplicit = hasVr(bytes, offset);
  if (FIRST_GROUPS.has(bytes.readUInt16LE(offset))) {
    if (isExplicit) return EXPLICIT_VR_LITTLE_ENDIAN;
    return bytes.readUInt32LE(offset + 4) < MAX_FIRST_LENGTH ? IMPLICIT_VR_LITTLE_ENDIAN : null;
  }
  return isExplicit && FIRST_GROUPS.has(bytes.readUInt16BE(offset)) ? EXPLICIT_VR_BIG_ENDIAN : null;
}

/**
 * The encoding to read a dataset with. Some writers declare explicit VR and write implicit, or the other way round:
 * then the first element is believed, as other readers do.
 */
export function encodingFor(transferSyntaxUid: string, bytes: Buffer, offset: number): Encoding {
  const declared = encodingOf(transferSyntaxUid);
  if (!declared.littleEndian || bytes.length < offset + 8) return declared;
  return hasVr(bytes, offset) ? EXPLICIT_LITTLE : IMPLICIT_LITTLE;
}

const hasVr = (bytes: Buffer, offset: number): boolean => isKnownVr(bytes.toString('latin1', offset + 4, offset + 6));
