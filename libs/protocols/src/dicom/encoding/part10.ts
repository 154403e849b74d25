import { ElementReader, type ReadOutcome } from './element-reader.js';
import { EXPLICIT_LITTLE, isKnownVr, type ElementSet } from './element.js';
import { inflatePrefix } from './inflate-prefix.js';
import { DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, encodingFor, guessTransferSyntax } from './transfer-syntax.js';

const PREAMBLE_LENGTH = 128;
const META_GROUP = 0x0002;
const TRANSFER_SYNTAX = '00020010';
const ELEMENT_HEAD = 8;
/** The first bytes needed to tell a file from noise: preamble, prefix and one element's head. */
export const SIGNATURE_BYTES = PREAMBLE_LENGTH + 4 + ELEMENT_HEAD;

export interface ParsedPrefix {
  readonly meta: ElementSet | null;
  readonly dataset: ElementSet;
  readonly transferSyntaxUid: string;
  readonly outcome: ReadOutcome;
  /** Offset in the file at which the bulk data's element begins and its value ends, where that can be told. */
  readonly bulkStart: number | null;
  readonly bulkEnd: number | null;
  /** Where the fragments of encapsulated bulk data begin. */
  readonly fragmentsStart: number | null;
  /** Where the dataset begins, behind whatever stands before it. */
  readonly datasetStart: number;
  /** Whether it is a Part 10 file as the standard wants it: with preamble, prefix and a transfer syntax. */
  readonly isPart10: boolean;
}

/**
 * Parses the beginning of a Part 10 file (PS3.10 section 7), or of a bare dataset. `declared` is the transfer syntax
 * when the bytes are a dataset received under one (DIMSE). Null: these bytes are no DICOM.
 */
export function parsePrefix(bytes: Buffer, declared: string | null, limit: number): ParsedPrefix | null {
  if (declared !== null) return parseDataset(bytes, 0, { meta: null, transferSyntaxUid: declared, limit });
  const metaStart = findMeta(bytes);
  if (metaStart === null) {
    const guessed = guessTransferSyntax(bytes);
    return guessed === null ? null : parseDataset(bytes, 0, { meta: null, transferSyntaxUid: guessed, limit });
  }
  // The group length (0002,0000) is often missing or wrong: the group ends where another one begins.
  const read = new ElementReader(bytes, EXPLICIT_LITTLE, metaStart).read(META_GROUP);
  const named = read.set.elements.get(TRANSFER_SYNTAX)?.value.toString('latin1') ?? '';
  const uid = named.replace(/[\0 ]+$/, '') || guessTransferSyntax(bytes, read.offset);
  const isOther = uid === null && read.outcome === 'complete' && bytes.length >= read.offset + ELEMENT_HEAD;
  if (isOther) return null;
  if (read.outcome !== 'complete' || uid === null) {
    const none = { elements: new Map(), littleEndian: true };
    const outcome = read.outcome === 'complete' ? 'starved' : read.outcome;
    return { meta: read.set, dataset: none, transferSyntaxUid: '', outcome, ...NOWHERE, datasetStart: read.offset };
  }
  const parsed = parseDataset(bytes, read.offset, { meta: read.set, transferSyntaxUid: uid, limit });
  return { ...parsed, isPart10: metaStart === PREAMBLE_LENGTH + 4 && named !== '' };
}

const NOWHERE = { bulkStart: null, bulkEnd: null, fragmentsStart: null, isPart10: false };

interface DatasetFrame {
  readonly meta: ElementSet | null;
  readonly transferSyntaxUid: string;
  readonly limit: number;
}

function parseDataset(bytes: Buffer, offset: number, { meta, transferSyntaxUid, limit }: DatasetFrame): ParsedPrefix {
  const isDeflated = transferSyntaxUid === DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
  const inflated = isDeflated ? inflatePrefix(bytes.subarray(offset), limit) : null;
  const [source, start] = isDeflated ? [inflated?.bytes ?? Buffer.alloc(0), 0] : [bytes, offset];
  const read = new ElementReader(source, encodingFor(transferSyntaxUid, source, start), start).read();
  const atBulk = read.outcome === 'bulk' && !isDeflated;
  return {
    meta,
    dataset: read.set,
    transferSyntaxUid,
    outcome: isDeflated && inflated === null ? 'malformed' : read.outcome,
    bulkStart: atBulk ? read.offset : null,
    bulkEnd: atBulk ? read.bulkEnd : null,
    fragmentsStart: atBulk ? read.fragmentsStart : null,
    datasetStart: offset,
    isPart10: false,
  };
}

/** Where the file meta begins: after preamble and prefix, after the prefix alone, or at once. */
function findMeta(bytes: Buffer): number | null {
  if (bytes.toString('latin1', PREAMBLE_LENGTH, PREAMBLE_LENGTH + 4) === 'DICM') return PREAMBLE_LENGTH + 4;
  if (bytes.toString('latin1', 0, 4) === 'DICM') return 4;
  const isMeta = bytes.length >= 8 && bytes.readUInt16LE(0) === META_GROUP && isKnownVr(bytes.toString('latin1', 4, 6));
  return isMeta ? 0 : null;
}
