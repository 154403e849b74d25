import { decodeAs } from './decode-as.js';

const ESCAPE = 0x1b;

/** What a run of bytes means after an escape sequence: by a single-byte set, or by one of the multi-byte ones. */
type Shift = { readonly plane: 'G0' | 'G1'; readonly set: string };

/** Escape sequences (without ESC) of PS3.3 tables C.12-3 and C.12-4. */
const ESCAPES: Readonly<Record<string, Shift>> = {
  '(B': { plane: 'G0', set: '' },
  '(J': { plane: 'G0', set: '14' },
  ')I': { plane: 'G1', set: '13' },
  $B: { plane: 'G0', set: '87' },
  '$@': { plane: 'G0', set: '87' },
  '$(D': { plane: 'G0', set: '159' },
  '$)C': { plane: 'G1', set: '149' },
  '$)A': { plane: 'G1', set: '58' },
  '-A': { plane: 'G1', set: '100' },
  '-B': { plane: 'G1', set: '101' },
  '-C': { plane: 'G1', set: '109' },
  '-D': { plane: 'G1', set: '110' },
  '-F': { plane: 'G1', set: '126' },
  '-G': { plane: 'G1', set: '127' },
  '-H': { plane: 'G1', set: '138' },
  '-L': { plane: 'G1', set: '144' },
  '-M': { plane: 'G1', set: '148' },
  '-T': { plane: 'G1', set: '166' },
  '-b': { plane: 'G1', set: '203' },
};

const G1_SETS = new Set(Object.values(ESCAPES).flatMap(({ plane, set }) => (plane === 'G1' ? [set] : [])));

/** Multi-byte sets in G1: both bytes are high, ASCII in between stays itself, as in the EUC encodings. */
const G1_LABELS: Readonly<Record<string, string>> = { '149': 'euc-kr', '58': 'gb18030' };

/** Tab, line ends, form feed, `\`, and the `^` and `=` of names take the sets back to the first (PS3.5 section 6.1.2.5.3). */
const RESETS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x5c, 0x5e, 0x3d]);

type DecodeSingle = (set: string, bytes: Buffer) => string;

/**
 * Decodes text with code extensions (ISO 2022). `sets` are the values of (0008,0005) as bare numbers, the first empty
 * for ASCII; `decodeSingle` decodes a run in a single-byte set.
 */
export function decodeIso2022(bytes: Buffer, sets: readonly string[], decodeSingle: DecodeSingle): string {
  const initialG1 = sets.find((set) => G1_SETS.has(set)) ?? '';
  let [g0, g1] = ['', initialG1];
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === ESCAPE) {
      const sequence = sequenceAt(bytes, at + 1);
      const shift = ESCAPES[sequence];
      if (shift?.plane === 'G0') g0 = shift.set;
      if (shift?.plane === 'G1') g1 = shift.set;
      at += 1 + (shift ? sequence.length : 0);
      continue;
    }
    const end = runEnd(bytes, at, isDoubleByte(g0));
    text += decodeRun(bytes.subarray(at, end), g0, g1, decodeSingle);
    at = end;
    if (RESETS.has(bytes[at - 1] ?? 0) && !isDoubleByte(g0)) [g0, g1] = ['', initialG1];
  }
  return text;
}

const isDoubleByte = (g0: string): boolean => g0 === '87' || g0 === '159';

/** A final byte, after `$` and after one of `( ) -` where they stand. */
function sequenceAt(bytes: Buffer, at: number): string {
  return /^\$?[()-]?./s.exec(bytes.toString('latin1', at, at + 3))?.[0] ?? '';
}

/** A run ends before the next escape, or just after a byte that resets; in a double-byte set every byte is a character's. */
function runEnd(bytes: Buffer, start: number, doubleByte: boolean): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) return at;
    if (!doubleByte && RESETS.has(byte)) return at + 1;
  }
  return bytes.length;
}

function decodeRun(run: Buffer, g0: string, g1: string, decodeSingle: DecodeSingle): string {
  if (g0 === '87') return eucJapanese(run, 2);
  if (g0 === '159') return eucJapanese(run, 3);
  const label = G1_LABELS[g1];
  return label === undefined ? decodeSingle(g1, run) : decodeAs(label, run);
}

/** JIS X 0208 with the high bits set, or JIS X 0212 behind 8F, is EUC-JP. Control characters stay themselves. */
function eucJapanese(run: Buffer, size: 2 | 3): string {
  const euc: number[] = [];
  for (let at = 0; at < run.length; at += 2) {
    const [first = 0, second = 0] = [run[at], run[at + 1]];
    if (first <= 0x20) {
      euc.push(first);
      at--;
    } else euc.push(...(size === 3 ? [0x8f] : []), first | 0x80, second | 0x80);
  }
  return decodeAs('euc-jp', Uint8Array.from(euc));
}
