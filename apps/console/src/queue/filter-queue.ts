import { PRIORITIES } from '@overread/domain';
import type { QueueRow } from '@overread/wire';
import { SOON_MS } from '../ui/soon.js';
import type { Sorting } from '../ui/virtual-grid.js';

export interface QueueFilter {
  search: string;
  priority: string | null;
  state: string | null;
  tier: string | null;
  modalityFamily: string | null;
  readingGroupId: string | null;
  facility: string | null;
  /** Who holds it. */
  readerId: string | null;
  /** How it stands to its deadline: past it, or near it. */
  due: string | null;
}
export const NO_FILTER: QueueFilter = {
  search: '',
  priority: null,
  state: null,
  tier: null,
  modalityFamily: null,
  readingGroupId: null,
  facility: null,
  readerId: null,
  due: null,
};

/** What is asked of a row again and again, worked out once: a queue has twenty thousand. */
interface Known {
  due: number;
  words: string;
}
const LAST = Number.MAX_SAFE_INTEGER;
const known = new WeakMap<QueueRow, Known>();

function knownOf(row: QueueRow): Known {
  const before = known.get(row);
  if (before) return before;
  const { facility, bodyPart, modalityFamily, reader, protocol, why, issues } = row;
  const words = [facility, bodyPart, modalityFamily, reader?.name, protocol, why.text, issues].filter(Boolean);
  const made = { due: row.dueAt === null ? LAST : Date.parse(row.dueAt), words: words.join(' ').toLowerCase() };
  known.set(row, made);
  return made;
}

/** Milliseconds of the deadline; later than any where there is none. */
export const dueOf = (row: QueueRow): number => knownOf(row).due;

function dueMatches(row: QueueRow, due: string | null, now: number): boolean {
  if (due === null) return true;
  const left = dueOf(row) - now;
  return due === 'late' ? left < 0 : left >= 0 && left < SOON_MS;
}

function matcherOf(filter: QueueFilter, now: number): (row: QueueRow) => boolean {
  const searched = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) =>
    (filter.priority === null || row.priority === filter.priority) &&
    (filter.state === null || row.state === filter.state) &&
    (filter.tier === null || row.tier === filter.tier) &&
    (filter.modalityFamily === null || row.modalityFamily === filter.modalityFamily) &&
    (filter.readingGroupId === null || row.readingGroupId === filter.readingGroupId) &&
    (filter.facility === null || row.facility === filter.facility) &&
    (filter.readerId === null || row.reader?.id === filter.readerId) &&
    dueMatches(row, filter.due, now) &&
    searched.every((word) => knownOf(row).words.includes(word));
}

type Key = (row: QueueRow) => number | string;
const keys: Record<string, Key> = {
  priority: (row) => PRIORITIES.indexOf(row.priority),
  breachChance: (row) => row.breachChance ?? -1,
  modality: (row) => row.modalityFamily,
  facility: (row) => row.facility,
  tier: (row) => row.tier ?? '~',
  reader: (row) => row.reader?.name ?? '~',
  state: (row) => row.state,
};

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The rows that pass, in the chosen order; equal ones by deadline, then by id, so that rows do not jump. */
export function filterQueue(
  rows: readonly QueueRow[],
  { filter, sorting, now }: { filter: QueueFilter; sorting: Sorting; now: number },
): QueueRow[] {
  const key = keys[sorting.by] ?? dueOf;
  const sign = sorting.descending ? -1 : 1;
  return rows
    .filter(matcherOf(filter, now))
    .toSorted((a, b) => sign * compare(key(a), key(b)) || dueOf(a) - dueOf(b) || compare(a.readId, b.readId));
}
