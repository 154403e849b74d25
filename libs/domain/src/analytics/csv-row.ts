import type { Interval } from './wilson-interval.js';

export type CsvCell = string | number | null;

/**
 * A report's row flattened for CSV: the key's columns first, in `keys`' order and present even where the key is not
 * known, then the figures, the interval as `intervalLow` and `intervalHigh`.
 */
export function csvRow(
  keys: readonly string[],
  row: {
    key: Readonly<Record<string, string | null | undefined>>;
    interval: Interval | null;
    [column: string]: unknown;
  },
): Record<string, CsvCell> {
  const { key, interval, ...figures } = row;
  const cells: Record<string, CsvCell> = {};
  for (const name of keys) cells[name] = key[name] ?? null;
  for (const [name, figure] of Object.entries(figures)) {
    if (typeof figure === 'number' || typeof figure === 'string' || figure === null) cells[name] = figure;
  }
  cells['intervalLow'] = interval?.[0] ?? null;
  cells['intervalHigh'] = interval?.[1] ?? null;
  return cells;
}
