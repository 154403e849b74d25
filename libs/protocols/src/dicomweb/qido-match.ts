import { isoDate, isoTime, splitDateTime } from '../dicom/dicom-date-time.js';

/** How a value is to match (PS3.4 section C.2.2.2). Ranges include both ends; null is open. */
export type QidoMatch =
  | { readonly kind: 'single'; readonly value: string }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  /** `*` stands for any number of characters, `?` for one. */
  | { readonly kind: 'wildcard'; readonly pattern: string }
  | { readonly kind: 'range'; readonly from: string | null; readonly to: string | null };

const WILDCARD_VRS = new Set(['AE', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT']);
const NUMBER_VRS = new Set(['DS', 'IS', 'US', 'SS', 'UL', 'SL', 'FL', 'FD', 'SV', 'UV']);
const UNMATCHABLE = /^(O[BDFLVW]|UN|SQ|AT)$/;

const RANGES: Readonly<Record<string, { isValid: (value: string) => boolean; split: RegExp }>> = {
  DA: { isValid: (value) => isoDate(value) !== null, split: /^(\d{8})?-(\d{8})?$/ },
  TM: { isValid: (value) => isoTime(value) !== null, split: /^([\d.:]+)?-([\d.:]+)?$/ },
  // An offset from UTC begins with `-` too: it is a range only when what follows is as long as a date.
  DT: { isValid: isDateTime, split: /^(\d{8}[\d.]*(?:[+-]\d{4})?)?-(\d{8}[\d.]*(?:[+-]\d{4})?)?$/ },
};

/** What to match an attribute of a VR against; null when anything matches, `bad` when the text is no value of it. */
export function matchOf(vr: string, text: string): QidoMatch | 'bad' | null {
  if (text === '' || /^\*+$/.test(text)) return null;
  if (UNMATCHABLE.test(vr)) return 'bad';
  if (vr === 'UI') return listOf(text);
  if (RANGES[vr]) return momentOf(RANGES[vr], text);
  if (NUMBER_VRS.has(vr)) return Number.isFinite(Number(text)) ? { kind: 'single', value: text } : 'bad';
  if (WILDCARD_VRS.has(vr) && /[*?]/.test(text)) return { kind: 'wildcard', pattern: text };
  return text.includes('\\') ? { kind: 'list', values: text.split('\\') } : { kind: 'single', value: text };
}

function listOf(text: string): QidoMatch | 'bad' {
  const values = text.split(/[,\\]/).map((value) => value.trim());
  const isValid = values.every((value) => /^[0-9A-Za-z._-]{1,64}$/.test(value));
  return isValid ? { kind: 'list', values } : 'bad';
}

function momentOf({ isValid, split }: NonNullable<(typeof RANGES)[string]>, text: string): QidoMatch | 'bad' {
  if (isValid(text)) return { kind: 'single', value: text };
  const range = split.exec(text);
  const [from, to] = [range?.[1] ?? null, range?.[2] ?? null];
  const ends = [from, to].filter((end) => end !== null);
  return ends.length > 0 && ends.every(isValid) ? { kind: 'range', from, to } : 'bad';
}

function isDateTime(value: string): boolean {
  const { da, tm } = splitDateTime(value);
  return isoDate(da) !== null && (tm === '' || isoTime(tm) !== null);
}
