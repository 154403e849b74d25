import { sum, sumOfPairs } from './cross-table.js';
import type { RatingCounts } from './ratings.js';

export const ALPHA_METRICS = ['nominal', 'ordinal', 'interval'] as const;
export type AlphaMetric = (typeof ALPHA_METRICS)[number];

/**
 * Krippendorff's alpha of any number of readers, who need not all have read every study; `null` when undefined (no study
 * with two ratings, or one class throughout). `interval` takes the categories as equally far apart. Source: Krippendorff,
 * Content Analysis, coincidence matrices.
 */
export function krippendorffAlpha(studies: readonly RatingCounts[], metric: AlphaMetric = 'nominal'): number | null {
  const paired = studies.filter((counts) => sum(counts) >= 2);
  const categories = paired[0]?.length ?? 0;
  const totals = Array.from({ length: categories }, (_, k) => sum(paired.map((counts) => counts[k] ?? 0)));
  const ratings = sum(totals);
  const distance = distanceOf(metric, totals);
  const expected = sumOfPairs(categories, (c, k) => (totals[c] ?? 0) * (totals[k] ?? 0) * distance(c, k));
  if (expected === 0) return null;
  const observed = sum(
    paired.map((counts) => {
      const apart = sumOfPairs(categories, (c, k) => (counts[c] ?? 0) * (counts[k] ?? 0) * distance(c, k));
      return apart / (sum(counts) - 1);
    }),
  );
  return 1 - ((ratings - 1) * observed) / expected;
}

/** Squared distance of two classes; 0 for a class and itself. */
function distanceOf(metric: AlphaMetric, totals: readonly number[]): (c: number, k: number) => number {
  switch (metric) {
    case 'nominal':
      return (c, k) => (c === k ? 0 : 1);
    case 'interval':
      return (c, k) => (c - k) ** 2;
    case 'ordinal':
      return (c, k) => {
        const between = sum(totals.slice(Math.min(c, k), Math.max(c, k) + 1));
        return c === k ? 0 : (between - ((totals[c] ?? 0) + (totals[k] ?? 0)) / 2) ** 2;
      };
  }
}
