import { agreementWeights, type Weights } from './agreement-weights.js';
import { beyondChance } from './coefficient.js';
import { type CrossTable, sumOfPairs, tableShares } from './cross-table.js';

/** Scott's pi of two readers (1955): chance as if both drew from their common shares. `null` when undefined. */
export function scottPi(table: CrossTable, weights: Weights = agreementWeights('plain', table.length)): number | null {
  const shares = tableShares(table);
  if (shares === null) return null;
  const { categories, cell, columns, rows } = shares;
  const mean = (index: number): number => ((rows[index] ?? 0) + (columns[index] ?? 0)) / 2;
  const observed = sumOfPairs(categories, (i, j) => weights(i, j) * cell(i, j));
  return beyondChance(
    observed,
    sumOfPairs(categories, (i, j) => weights(i, j) * mean(i) * mean(j)),
  );
}

/** Brennan and Prediger's coefficient (1981): chance as if every class were as likely. `null` when undefined. */
export function brennanPrediger(
  table: CrossTable,
  weights: Weights = agreementWeights('plain', table.length),
): number | null {
  const shares = tableShares(table);
  if (shares === null) return null;
  const { categories, cell } = shares;
  const observed = sumOfPairs(categories, (i, j) => weights(i, j) * cell(i, j));
  return beyondChance(observed, sumOfPairs(categories, weights) / categories ** 2);
}
