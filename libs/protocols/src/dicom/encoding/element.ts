import type { Tag } from './dictionary.js';

/** How the elements of a dataset are written: with or without their VR, and in which byte order (PS3.5 chapter 7). */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export const IMPLICIT_LITTLE: Encoding = { explicit: false, littleEndian: true };
export const EXPLICIT_LITTLE: Encoding = { explicit: true, littleEndian: true };
export const EXPLICIT_BIG: Encoding = { explicit: true, littleEndian: false };

/** One element, its VR as written or, in implicit datasets, as the dictionary has it. `value` is a view of the bytes it was read from; a sequence has `items` instead. */
export interface DicomElement {
  readonly tag: Tag;
  readonly vr: string;
  readonly value: Buffer;
  readonly items?: readonly ElementSet[];
}

/** The elements of a dataset or of one sequence item. */
export interface ElementSet {
  readonly elements: Map<Tag, DicomElement>;
  readonly littleEndian: boolean;
}

/** VRs whose explicit form has a 16-bit length (PS3.5 table 7.1-2); every other VR has two reserved bytes and 32 bits. */
const SHORT_VRS = 'AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' ');
const LONG_VRS = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' ');
const shortVrs: ReadonlySet<string> = new Set(SHORT_VRS);
const knownVrs: ReadonlySet<string> = new Set([...SHORT_VRS, ...LONG_VRS]);

export const hasShortLength = (vr: string): boolean => shortVrs.has(vr);
export const isKnownVr = (vr: string): boolean => knownVrs.has(vr);
/** Two capital letters: a VR this code knows, or one that a later edition adds. */
export const looksLikeVr = (vr: string): boolean => /^[A-Z]{2}$/.test(vr);

/** VRs that hold bytes or words rather than text or numbers. */
export const isBinary = (vr: string): boolean => (vr.startsWith('O') && isKnownVr(vr)) || vr === 'UN';
