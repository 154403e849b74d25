import { PRIORITIES } from '@overread/domain';
import type { QueueRow } from '@overread/wire';
import type { Sorting } from '../ui/virtual-grid.js';

export interface QueueFilter {
  search: string;
  priority: string | null;
  state: string | null;
  tier: string | null;
  modalityFamily: string | null;
  readingGroupId: string | null;
  late: boolean;
}
export const NO_FILTER: QueueFilter = {
  search: '',
  priority: null,
  state: null,
  tier: null,
  modalityFamily: null,
  readingGroupId: null,
  late: false,
};

const words = (row: QueueRow): string =>
  [row.facility, row.bodyPart, row.modalityFamily, row.reader?.name, row.protocol, row.why.text, row.issues]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();

const matches = (row: QueueRow, filter: QueueFilter, now: number): boolean =>
  (filter.priority === null || row.priority === filter.priority) &&
  (filter.state === null || row.state === filter.state) &&
  (filter.tier === null || row.tier === filter.tier) &&
  (filter.modalityFamily === null || row.modalityFamily === filter.modalityFamily) &&
  (filter.readingGroupId === null || row.readingGroupId === filter.readingGroupId) &&
  (!filter.late || (row.dueAt !== null && Date.parse(row.dueAt) < now)) &&
  filter.search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words(row).includes(word));

type Key = (row: QueueRow) => number | string;
const LAST = Number.MAX_SAFE_INTEGER;
const keys: Record<string, Key> = {
  priority: (row) => PRIORITIES.indexOf(row.priority),
  modality: (row) => row.modalityFamily,
  facility: (row) => row.facility,
  tier: (row) => row.tier ?? '~',
  reader: (row) => row.reader?.name ?? '~',
  state: (row) => row.state,
  slack: (row) => (row.dueAt === null ? LAST : Date.parse(row.dueAt)),
  chance: (row) => -(row.breachChance ?? -1),
};

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The rows that pass, in the chosen order; equal ones by deadline, then by id, so that rows do not jump. */
export function filterQueue(
  rows: readonly QueueRow[],
  { filter, sorting, now }: { filter: QueueFilter; sorting: Sorting; now: number },
): QueueRow[] {
  const key = keys[sorting.by] ?? keys['slack'];
  const sign = sorting.descending ? -1 : 1;
  const due = keys['slack'] as Key;
  return rows
    .filter((row) => matches(row, filter, now))
    .toSorted(
      (a, b) =>
        sign * compare((key as Key)(a), (key as Key)(b)) || compare(due(a), due(b)) || compare(a.readId, b.readId),
    );
}
