/** The inverse of a symmetric positive definite matrix (full rows): Gauss-Jordan, which needs no pivots on such a one. */
export function invertSymmetric(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (const [pivot, row] of rows.entries()) {
    const by = row[pivot] ?? 1;
    for (let j = 0; j < 2 * size; j++) row[j] = (row[j] ?? 0) / by;
    for (const [i, other] of rows.entries()) {
      const times = other[pivot] ?? 0;
      if (i === pivot || times === 0) continue;
      for (let j = 0; j < 2 * size; j++) other[j] = (other[j] ?? 0) - times * (row[j] ?? 0);
    }
  }
  return rows.map((row) => row.slice(size));
}

export const timesVector = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0));
