/** Counts of two readers' classes over one fixed category list: rows are the first reader's, columns the second's. */
export type CrossTable = readonly (readonly number[])[];

/** What two readers made of one study. */
export interface RatedPair<C extends string> {
  first: C;
  second: C;
  /** How many reads the pair stands for; 1 when left out. */
  weight?: number;
}

/**
 * The table of `pairs`. The list of categories is fixed by the scheme and not taken from the pairs: a category that
 * neither reader used still changes every weighted coefficient.
 *
 * @throws RangeError for a class outside of the list
 */
export function crossTable<C extends string>(categories: readonly C[], pairs: readonly RatedPair<C>[]): number[][] {
  const table = categories.map(() => categories.map(() => 0));
  for (const { first, second, weight = 1 } of pairs) {
    const row = table[categories.indexOf(first)];
    const column = categories.indexOf(second);
    if (row === undefined || column === -1) throw new RangeError(`${first} or ${second} is no class of the scheme`);
    row[column] = (row[column] ?? 0) + weight;
  }
  return table;
}

/** A table as shares of its sum, with both readers' marginal shares. */
export interface TableShares {
  n: number;
  categories: number;
  cell: (row: number, column: number) => number;
  rows: readonly number[];
  columns: readonly number[];
}

/**
 * The shares of a table; `null` for an empty one.
 *
 * @throws RangeError when it is not square or holds what is no count
 */
export function tableShares(table: CrossTable): TableShares | null {
  const cells = table.flat();
  if (table.some((row) => row.length !== table.length)) throw new RangeError('the table is not square');
  if (cells.some((count) => !(count >= 0 && count < Infinity)))
    throw new RangeError('the table holds what is no count');
  const n = sum(cells);
  if (n === 0) return null;
  const cell = (row: number, column: number): number => (table[row]?.[column] ?? 0) / n;
  return {
    n,
    categories: table.length,
    cell,
    rows: table.map((_, row) => sum(table.map((__, column) => cell(row, column)))),
    columns: table.map((_, column) => sum(table.map((__, row) => cell(row, column)))),
  };
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Sum over every pair of categories. */
export function sumOfPairs(categories: number, term: (first: number, second: number) => number): number {
  let total = 0;
  for (let first = 0; first < categories; first += 1) {
    for (let second = 0; second < categories; second += 1) total += term(first, second);
  }
  return total;
}
