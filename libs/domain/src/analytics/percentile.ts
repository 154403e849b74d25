/**
 * Nearest-rank percentile: the smallest value such that at least `percent` of all values are not above it, which is
 * always one of the values (PostgreSQL's `percentile_disc` gives the same). `null` for no values.
 *
 * @param percent 0 < percent <= 100
 */
export function percentile(values: readonly number[], percent: number): number | null {
  if (!(percent > 0 && percent <= 100)) throw new RangeError(`percent must be in (0, 100], not ${percent}`);
  const sorted = [...values].sort((a, b) => a - b);
  // The subtraction keeps 0.1 + 0.2 arithmetic from lifting an exact rank to the next.
  const rank = Math.ceil((percent * sorted.length) / 100 - 1e-9);
  return sorted[Math.max(rank, 1) - 1] ?? null;
}

/** Nearest-rank median: of an even number of values the lower middle one, so that a report says a time that happened. */
export const median = (values: readonly number[]): number | null => percentile(values, 50);
