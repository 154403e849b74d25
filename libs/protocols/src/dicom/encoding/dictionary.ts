import { data } from 'dcmjs';

const { dictionary, nameMap } = data.DicomMetaDictionary;

/** A tag as DICOM JSON writes it: eight upper-case hexadecimal digits, `00100020`. */
export type Tag = string;

/** The tag of a group and an element number. */
export const tagOf = (group: number, element: number): Tag =>
  ((group * 0x10000 + element) >>> 0).toString(16).toUpperCase().padStart(8, '0');

export const groupOf = (tag: Tag): number => Number.parseInt(tag.slice(0, 4), 16);

/** Private groups are odd (PS3.5 section 7.8). */
export const isPrivate = (tag: Tag): boolean => groupOf(tag) % 2 === 1;

/** Where the dictionary leaves a choice (`ox`: OB or OW, `xs`: US or SS) the first of each is a safe reading. */
const CHOICES: Readonly<Record<string, string>> = { ox: 'OW', xs: 'US', lt: 'OW', na: 'UN' };

/** The value representation that PS3.6 gives a tag; `UN` where it has none. */
export function vrOf(tag: Tag): string {
  if (tag.endsWith('0000')) return 'UL';
  if (isPrivate(tag)) return isPrivateCreator(tag) ? 'LO' : 'UN';
  const vr = dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.vr ?? 'UN';
  return CHOICES[vr] ?? vr;
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
