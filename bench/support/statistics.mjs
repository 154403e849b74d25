// What a list of measurements says.

/** The value that this share of the list does not exceed (nearest rank). */
export function quantile(values, share) {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);

/** Median with the least and the most. */
export const spreadOf = (values) => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
  runs: values.length,
});

export const percentilesOf = (milliseconds) => ({
  p50Ms: rounded(quantile(milliseconds, 0.5)),
  p95Ms: rounded(quantile(milliseconds, 0.95)),
  p99Ms: rounded(quantile(milliseconds, 0.99)),
});

/** Three digits are more than any of this is worth. */
export const rounded = (value) => (value === 0 ? 0 : Number(value.toPrecision(3)));
