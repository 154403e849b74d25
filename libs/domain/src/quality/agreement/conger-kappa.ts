import { beyondChance } from './coefficient.js';
import { sum } from './cross-table.js';
import { countRatings, type Ratings } from './ratings.js';

/**
 * Conger's kappa (1980) of several known readers, who need not all have read every study: Cohen's for two, where each
 * reader keeps their own shares of the categories. `null` when undefined. Missing ratings as in Gwet (2014).
 */
export function congerKappa<C extends string>(categories: readonly C[], studies: readonly Ratings<C>[]): number | null {
  const compared = countRatings(categories, studies).filter((counts) => sum(counts) >= 2);
  const habits = readerShares(categories, studies);
  if (compared.length === 0 || habits.length < 2) return null;
  const observed = compared.map((counts) => {
    const readers = sum(counts);
    return sum(counts.map((count) => count * (count - 1))) / (readers * (readers - 1));
  });
  // Two different readers at random: all ordered pairs, less each reader with themselves.
  const pooled = categories.map((_, k) => sum(habits.map((shares) => shares[k] ?? 0)));
  const itself = sum(habits.map((shares) => sum(shares.map((share) => share ** 2))));
  const expected = (sum(pooled.map((share) => share ** 2)) - itself) / (habits.length * (habits.length - 1));
  return beyondChance(sum(observed) / observed.length, expected);
}

/** Each reader's shares of the categories, over what they read; readers who read nothing are left out. */
function readerShares<C extends string>(categories: readonly C[], studies: readonly Ratings<C>[]): number[][] {
  const readers = Math.max(0, ...studies.map((ratings) => ratings.length));
  return Array.from({ length: readers }, (_, reader) => studies.map((ratings) => ratings[reader] ?? null))
    .map((ratings) => ratings.filter((rating) => rating !== null))
    .filter((ratings) => ratings.length > 0)
    .map((ratings) =>
      categories.map((category) => ratings.filter((each) => each === category).length / ratings.length),
    );
}
