import { agreementWeights, type Weights } from './agreement-weights.js';
import { beyondChance, type Coefficient, normalInterval, rootOf } from './coefficient.js';
import { sum, sumOfPairs } from './cross-table.js';
import { chanceFactor } from './gwet-ac.js';
import type { RatingCounts } from './ratings.js';

/** How chance agreement is reckoned from the mean shares of the categories. */
interface Chance {
  expected: number;
  /** A study's own part in it; its mean over the studies is `expected`. */
  ofStudy: (counts: RatingCounts, readers: number) => number;
}

/**
 * Fleiss' kappa (1971) of several readers, who need not all have read every study; `null` when undefined. Standard error:
 * Gwet (2014), by study, n (n - 1) denominators.
 */
export function fleissKappa(studies: readonly RatingCounts[], weights?: Weights): Coefficient | null {
  return ofManyReaders(studies, weights, (shares, credit) => {
    const likely = shares.map((_, k) => sum(shares.map((share, l) => (share * (credit(k, l) + credit(l, k))) / 2)));
    return {
      expected: sumOfPairs(shares.length, (k, l) => credit(k, l) * (shares[k] ?? 0) * (shares[l] ?? 0)),
      ofStudy: (counts, readers) => sum(counts.map((count, k) => (count / readers) * (likely[k] ?? 0))),
    };
  });
}

/** Gwet's AC1 (with weights AC2) of several readers; otherwise as `fleissKappa`. */
export function gwetAcOfMany(studies: readonly RatingCounts[], weights?: Weights): Coefficient | null {
  return ofManyReaders(studies, weights, (shares, credit) => {
    const factor = shares.length < 2 ? 1 : chanceFactor(shares.length, credit);
    return {
      expected: shares.length < 2 ? 1 : factor * sum(shares.map((share) => share * (1 - share))),
      ofStudy: (counts, readers) => factor * sum(counts.map((count, k) => (count / readers) * (1 - (shares[k] ?? 0)))),
    };
  });
}

/** Brennan and Prediger's coefficient of several readers; otherwise as `fleissKappa`. */
export function brennanPredigerOfMany(studies: readonly RatingCounts[], weights?: Weights): Coefficient | null {
  return ofManyReaders(studies, weights, (shares, credit) => {
    const expected = sumOfPairs(shares.length, credit) / shares.length ** 2;
    return { expected, ofStudy: () => expected };
  });
}

/**
 * z of Fleiss' kappa against no agreement beyond chance (Fleiss, Nee and Landis 1979), which needs the same number of
 * readers for every study: `null` otherwise, and where kappa is.
 */
export function fleissZ(studies: readonly RatingCounts[]): number | null {
  const kappa = fleissKappa(studies);
  const readers = sum(studies[0] ?? []);
  if (kappa === null || studies.some((counts) => sum(counts) !== readers)) return null;
  const shares = (studies[0] ?? []).map(
    (_, k) => sum(studies.map((counts) => counts[k] ?? 0)) / studies.length / readers,
  );
  const spread = sum(shares.map((share) => share * (1 - share)));
  const skew = sum(shares.map((share) => share * (1 - share) * (1 - 2 * share)));
  const pairs = studies.length * readers * (readers - 1);
  return kappa.value / ((Math.SQRT2 / (spread * Math.sqrt(pairs))) * rootOf(spread ** 2 - skew));
}

function ofManyReaders(
  studies: readonly RatingCounts[],
  weights: Weights | undefined,
  chanceOf: (shares: readonly number[], credit: Weights) => Chance,
): Coefficient | null {
  const rated = studies.filter((counts) => sum(counts) > 0);
  const compared = rated.filter((counts) => sum(counts) >= 2);
  if (compared.length === 0) return null;
  const categories = rated[0]?.length ?? 0;
  const credit = weights ?? agreementWeights('plain', categories);
  const shares = Array.from({ length: categories }, (_, k) => mean(rated, (counts) => (counts[k] ?? 0) / sum(counts)));
  const chance = chanceOf(shares, credit);
  const observed = mean(compared, (counts) => agreementWithin(counts, credit));
  const value = beyondChance(observed, chance.expected);
  if (value === null) return null;
  const standardError = errorOf({ rated, compared: compared.length, chance, credit, value });
  const interval = standardError === null ? null : normalInterval(value, standardError);
  return { value, standardError, interval, observed, expected: chance.expected };
}

/** From how each study alone would move the coefficient; a study with one rating moves only chance. */
function errorOf(found: {
  rated: readonly RatingCounts[];
  compared: number;
  chance: Chance;
  credit: Weights;
  value: number;
}): number | null {
  const { chance, compared, credit, rated, value } = found;
  const n = rated.length;
  if (n < 2) return null;
  const left = 1 - chance.expected;
  const moved = rated.map((counts) => {
    const readers = sum(counts);
    const seen = readers < 2 ? 0 : (n / compared) * (agreementWithin(counts, credit) - chance.expected);
    const byChance = 2 * (1 - value) * (chance.ofStudy(counts, readers) - chance.expected);
    return (seen - byChance) / left;
  });
  return rootOf(sum(moved.map((each) => (each - value) ** 2)) / (n * (n - 1)));
}

/** Share of a study's pairs of readers that agree, weighted. */
function agreementWithin(counts: RatingCounts, credit: Weights): number {
  const readers = sum(counts);
  const credited = sumOfPairs(counts.length, (k, l) => (counts[k] ?? 0) * (counts[l] ?? 0) * credit(k, l));
  return (credited - sum(counts.map((count, k) => count * credit(k, k)))) / (readers * (readers - 1));
}

const mean = <T>(items: readonly T[], of: (item: T) => number): number => sum(items.map(of)) / items.length;
