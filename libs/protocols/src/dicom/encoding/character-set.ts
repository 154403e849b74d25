import { TextDecoder } from 'node:util';
import { decodeAs } from './decode-as.js';
import { decodeIso2022 } from './iso-2022.js';

const ESCAPE = 0x1b;

/** Defined terms of (0008,0005) that need no escape sequences (PS3.3 tables C.12-2 and C.12-5), as WHATWG labels. */
const LABELS: Readonly<Record<string, string>> = {
  '13': 'shift_jis',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '126': 'iso-8859-7',
  '127': 'iso-8859-6',
  '138': 'iso-8859-8',
  '144': 'iso-8859-5',
  '148': 'windows-1254',
  '166': 'windows-874',
  '192': 'utf-8',
  '203': 'iso-8859-15',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Sets in which any byte may be part of a character: code extension is not allowed with them. */
const WHOLE = new Set(['192', 'GB18030', 'GBK']);
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How the text of one dataset or item is decoded. Made from the values of Specific Character Set (0008,0005). */
export class CharacterSet {
  private readonly sets: readonly string[];

  constructor(terms: readonly string[]) {
    this.sets = terms.map(canonical);
  }

  /** What holds where nothing is declared: ASCII; high bytes that stand there all the same are guessed. */
  static readonly default = new CharacterSet([]);

  /** The text of a value. Several values are still joined by `\`, which no other character can be mistaken for here. */
  decode(bytes: Buffer): string {
    const first = this.sets[0] ?? '';
    if (isAscii(bytes) && !bytes.includes(ESCAPE)) return bytes.toString('latin1');
    if (WHOLE.has(first)) return decodeAs(LABELS[first] ?? 'utf-8', bytes);
    if (this.sets.length > 1 || bytes.includes(ESCAPE)) return decodeIso2022(bytes, this.sets, decodeSingle);
    return decodeSingle(first, bytes);
  }
}

/** `ISO_IR 100`, `ISO 2022 IR 100`, and the slips of real devices (`ISO-IR 100`, `ISO_IR_100`) are all `100`. */
function canonical(term: string): string {
  const upper = term.trim().toUpperCase();
  const number = /^ISO[ _-]*(?:2022[ _-]*)?IR[ _-]*(\d+)$/.exec(upper)?.[1];
  if (number !== undefined) return number === '6' ? '' : number;
  if (upper === 'UTF-8' || upper === 'UTF8') return '192';
  const latin = /^ISO[ _-]?8859[ _-]1$/.test(upper);
  return latin ? '100' : upper;
}

/** Decodes a run that contains no escape sequence in one single set. */
function decodeSingle(set: string, bytes: Buffer): string {
  // Not the WHATWG label "iso-8859-1": that one means windows-1252.
  if (set === '100') return bytes.toString('latin1');
  const label = LABELS[set];
  return label === undefined ? guess(bytes) : decodeAs(label, bytes);
}

/** High bytes where only ASCII may stand: UTF-8 when they are valid UTF-8 (chance is slim otherwise), else Latin-1. */
function guess(bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const isAscii = (bytes: Buffer): boolean => {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
};
