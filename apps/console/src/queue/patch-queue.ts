import type { LiveEvent, QueueRow } from '@overread/wire';

const GONE = new Set(['read.completed', 'read.cancelled']);
const STATE_AFTER: Record<string, QueueRow['state']> = {
  'read.queued': 'queued',
  'read.declined': 'queued',
  'read.expired': 'queued',
  'read.released': 'queued',
  'read.assigned': 'assigned',
  'read.started': 'in-progress',
};

const patched = (row: QueueRow, event: LiveEvent, state: QueueRow['state']): QueueRow => ({
  ...row,
  state,
  version: event.version,
  // Who it is comes with the row that is fetched next; who it was is wrong at once.
  reader: state === 'queued' || state === 'assigned' ? null : row.reader,
});

/**
 * What an event alone says of the rows, until they are fetched again. An event of a version that the row has already
 * changes nothing; the same array comes back when nothing changed.
 */
export function patchQueue(rows: readonly QueueRow[], event: LiveEvent): readonly QueueRow[] {
  const { readId, type } = event;
  const row = readId === undefined ? undefined : rows.find((one) => one.readId === readId);
  if (row === undefined || row.version >= event.version) return rows;
  if (GONE.has(type)) return rows.filter((one) => one !== row);
  const state = STATE_AFTER[type];
  return state === undefined ? rows : rows.map((one) => (one === row ? patched(row, event, state) : one));
}

/** Rows fetched over rows known: a row that an event made newer while they were on their way is kept. */
export function mergeQueue(known: readonly QueueRow[], fetched: readonly QueueRow[]): QueueRow[] {
  const newest = new Map(known.map((row) => [row.readId, row]));
  return fetched.map((row) => {
    const mine = newest.get(row.readId);
    return mine !== undefined && mine.version > row.version ? mine : row;
  });
}
