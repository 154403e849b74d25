import { stringify } from 'csv-stringify/sync';

export type CsvRow = Readonly<Record<string, string | number | null | undefined>>;

/**
 * RFC 4180 with a header line. A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula: such a
 * text is written behind an apostrophe.
 */
export const csvOf = (columns: readonly string[], rows: readonly CsvRow[]): string =>
  stringify(
    rows.map((row) => columns.map((column) => row[column] ?? null)),
    { header: true, columns: [...columns], escape_formulas: true, record_delimiter: 'windows' },
  );
