import { agreementWeights, type Weights } from './agreement-weights.js';
import { beyondChance, type Coefficient, normalInterval, rootOf } from './coefficient.js';
import { type CrossTable, sum, sumOfPairs, tableShares } from './cross-table.js';

/**
 * Gwet's AC1 of two readers, AC2 with weights; `null` without pairs or with a single category in the scheme. Unlike kappa
 * it is defined, and stays near the agreement seen, where one class is rare. Variance: Gwet (2008), n denominators.
 */
export function gwetAc(
  table: CrossTable,
  weights: Weights = agreementWeights('plain', table.length),
): Coefficient | null {
  const shares = tableShares(table);
  if (shares === null || shares.categories < 2) return null;
  const { categories, cell, columns, n, rows } = shares;
  const means = rows.map((row, index) => (row + (columns[index] ?? 0)) / 2);
  const factor = chanceFactor(categories, weights);
  const observed = sumOfPairs(categories, (i, j) => weights(i, j) * cell(i, j));
  const expected = factor * sum(means.map((mean) => mean * (1 - mean)));
  const value = beyondChance(observed, expected);
  if (value === null) return null;
  const lost = 2 * (1 - value);
  const spread = sumOfPairs(categories, (i, j) => {
    const chance = factor * (1 - ((means[i] ?? 0) + (means[j] ?? 0)) / 2);
    return cell(i, j) * (weights(i, j) - lost * chance) ** 2;
  });
  const standardError = rootOf((spread - (observed - lost * expected) ** 2) / (n * (1 - expected) ** 2));
  return { value, standardError, interval: normalInterval(value, standardError), observed, expected };
}

/** Sum of all weights over q (q - 1): how much of a rating made at random gets credit. */
export const chanceFactor = (categories: number, weights: Weights): number =>
  sumOfPairs(categories, weights) / (categories * (categories - 1));
