import { agreementWeights, type Weights } from './agreement-weights.js';
import { beyondChance, type Coefficient, normalInterval, rootOf } from './coefficient.js';
import { type CrossTable, sum, sumOfPairs, tableShares, type TableShares } from './cross-table.js';

export interface Kappa extends Coefficient {
  /** Under the hypothesis of no agreement beyond chance: value / nullStandardError is its z. */
  nullStandardError: number;
}

/**
 * Cohen's kappa of two readers, weighted where `weights` says so; `null` when undefined (no pairs, or both readers used
 * one and the same class). Standard errors: Fleiss, Cohen and Everitt (1969), large-sample form. Misleads where one class
 * is rare (Feinstein and Cicchetti 1990): never show it without percent agreement and AC1.
 */
export function cohenKappa(
  table: CrossTable,
  weights: Weights = agreementWeights('plain', table.length),
): Kappa | null {
  const shares = tableShares(table);
  if (shares === null) return null;
  const { categories, cell, columns, n, rows } = shares;
  const byChance = (i: number, j: number): number => (rows[i] ?? 0) * (columns[j] ?? 0);
  const observed = sumOfPairs(categories, (i, j) => weights(i, j) * cell(i, j));
  const expected = sumOfPairs(categories, (i, j) => weights(i, j) * byChance(i, j));
  const value = beyondChance(observed, expected);
  if (value === null) return null;
  const credit = marginalCredit(shares, weights);
  const spread = sumOfPairs(categories, (i, j) => cell(i, j) * (weights(i, j) - credit(i, j) * (1 - value)) ** 2);
  const nullSpread = sumOfPairs(categories, (i, j) => byChance(i, j) * (weights(i, j) - credit(i, j)) ** 2);
  const scale = n * (1 - expected) ** 2;
  const standardError = rootOf((spread - (value - expected * (1 - value)) ** 2) / scale);
  return {
    value,
    standardError,
    nullStandardError: rootOf((nullSpread - expected ** 2) / scale),
    interval: normalInterval(value, standardError),
    observed,
    expected,
  };
}

/** Mean credit of a first class against whatever the second reader says, plus that of a second against the first's. */
function marginalCredit({ columns, rows }: TableShares, weights: Weights): (i: number, j: number) => number {
  const ofRow = rows.map((_, i) => sum(columns.map((share, j) => share * weights(i, j))));
  const ofColumn = columns.map((_, j) => sum(rows.map((share, i) => share * weights(i, j))));
  return (i, j) => (ofRow[i] ?? 0) + (ofColumn[j] ?? 0);
}
