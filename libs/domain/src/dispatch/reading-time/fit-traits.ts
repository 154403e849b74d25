import type { ModalityFamily } from '../../studies/study.js';
import { familyOfType, TRAITS } from './exam.js';
import { invertSymmetric, timesVector } from './invert-symmetric.js';
import { PUBLISHED_SIGMA, PUBLISHED_TRAITS, SPREAD } from './reading-time-model.js';
import { SUM_SCALE, SUMS, type ReadingStatistics } from './reading-statistics.js';

/** One reader's reads of one type, as sums around their own mean. */
interface Within {
  family: ModalityFamily;
  /** Reads less one. */
  freedom: number;
  yy: number;
  xy: number[];
  xx: number[][];
}

/** How many reads the published noise counts for. */
const PUBLISHED_NOISE_READS = 20;

/**
 * What the traits add, and the noise of each family: a ridge regression within readers and types, pulled towards the
 * published coefficients, so that who reads what does not pass for an effect of the exam.
 */
export function fitTraits(statistics: readonly ReadingStatistics[]): {
  traits: number[];
  sigma: Record<ModalityFamily, number>;
} {
  const groups = statistics.flatMap(withinOf);
  const matrix = TRAITS.map((_, i) => TRAITS.map((_, j) => (i === j ? 1 / SPREAD.trait : 0)));
  const right = PUBLISHED_TRAITS.map((value) => value / SPREAD.trait);
  for (const { family, xy, xx } of groups) {
    const weight = 1 / PUBLISHED_SIGMA[family] ** 2;
    for (const [i, row] of matrix.entries()) {
      right[i] = (right[i] ?? 0) + weight * (xy[i] ?? 0);
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) + weight * (xx[i]?.[j] ?? 0);
    }
  }
  const traits = timesVector(invertSymmetric(matrix), right);
  return { traits, sigma: noiseOf(groups, traits) };
}

function noiseOf(groups: readonly Within[], traits: readonly number[]): Record<ModalityFamily, number> {
  const sigma = { ...PUBLISHED_SIGMA };
  for (const [family, some] of Map.groupBy(groups, (each) => each.family)) {
    let squares = PUBLISHED_NOISE_READS * PUBLISHED_SIGMA[family] ** 2;
    let freedom = PUBLISHED_NOISE_READS;
    for (const group of some) {
      const explained = dot(traits, group.xy);
      squares += Math.max(0, group.yy - 2 * explained + dot(traits, timesVector(group.xx, traits)));
      freedom += group.freedom;
    }
    sigma[family] = Math.sqrt(squares / freedom);
  }
  return sigma;
}

function withinOf({ examType, reads, sums }: ReadingStatistics): Within[] {
  const family = familyOfType(examType);
  if (family === null || reads < 2) return [];
  const sum = (index: number) => (sums[index] ?? 0) / SUM_SCALE;
  const y = sum(SUMS.y);
  const x = TRAITS.map((_, i) => sum(SUMS.x(i)));
  const xx = x.map((xi, i) => x.map((xj, j) => sum(SUMS.xx(Math.max(i, j), Math.min(i, j))) - (xi * xj) / reads));
  const xy = x.map((xi, i) => sum(SUMS.xy(i)) - (xi * y) / reads);
  return [{ family, freedom: reads - 1, yy: Math.max(0, sum(SUMS.yy) - (y * y) / reads), xy, xx }];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
