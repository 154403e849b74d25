export type Cell = string | number | null;

/** Order of two rows: cell by cell, what is not known last. */
export function compareCells(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [index, cell] of a.entries()) {
    const other = b[index] ?? null;
    if (cell === other) continue;
    if (cell === null) return 1;
    if (other === null) return -1;
    return cell < other ? -1 : 1;
  }
  return 0;
}
