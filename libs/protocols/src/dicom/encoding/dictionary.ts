import { data } from 'dcmjs';

const { dictionary, nameMap } = data.DicomMetaDictionary;

/** A tag as DICOM JSON writes it: eight upper-case hexadecimal digits, `00100020`. */
export type Tag = string;

/** The tag of a group and an element number. */
export const tagOf = (group: number, element: number): Tag =>
  ((group * 0x10000 + element) >>> 0).toString(16).toUpperCase().padStart(8, '0');

export const groupOf = (tag: Tag): number => Number.parseInt(tag.slice(0, 4), 16);

/** Private groups are odd (PS3.5 section 7.8). */
const isPrivate = (tag: Tag): boolean => groupOf(tag) % 2 === 1;

/** What the dictionary calls a choice of OB and OW, of US and OW, and an offset in a directory; and what is no element. */
const STAND_INS: Readonly<Record<string, string>> = { ox: 'OW', lt: 'OW', up: 'UL', na: 'UN' };

/** US or SS: Pixel Representation (0028,0103) of the dataset tells which. */
const US_OR_SS = 'xs';

/** The value representation that PS3.6 gives a tag, or `US_OR_SS`; `UN` where it has none. */
export function impliedVr(tag: Tag): string {
  if (tag.endsWith('0000')) return 'UL';
  if (isPrivate(tag)) return isPrivateCreator(tag) ? 'LO' : 'UN';
  const vr = dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.vr ?? 'UN';
  return STAND_INS[vr] ?? vr;
}

/** The value representation of a tag, in a dataset whose pixels are signed or not. */
export function vrOf(tag: Tag, isSigned = false): string {
  const vr = impliedVr(tag);
  if (vr !== US_OR_SS) return vr;
  return isSigned ? 'SS' : 'US';
}

/** (gggg,0010-00FF) of a private group names who owns the block (PS3.5 section 7.8.1). */
function isPrivateCreator(tag: Tag): boolean {
  const element = Number.parseInt(tag.slice(4), 16);
  return element >= 0x10 && element <= 0xff;
}

/** The tag of a keyword (`PatientID`), of `00100020` or of `0010,0020`; null when it is none of them. */
export function tagNamed(name: string): Tag | null {
  const digits = name.replace(',', '');
  if (/^[0-9A-Fa-f]{8}$/.test(digits)) return digits.toUpperCase();
  if (!Object.hasOwn(nameMap, name)) return null;
  return nameMap[name]?.tag.replace(/[(),]/g, '').toUpperCase() ?? null;
}

/** The keyword of a tag (`PatientID`), or null for a private or unknown one. */
export const keywordOf = (tag: Tag): string | null => dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.name ?? null;
