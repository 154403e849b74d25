/** Ratio of paired figures, as a geometric mean, with its 95% interval. */
export interface GeometricRatio {
  ratio: number;
  /** Null with less than two pairs. */
  interval: readonly [number, number] | null;
}

/** Student's t at 97.5% by degrees of freedom, from 1. Beyond the table the normal value is near enough. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const T_MORE = [2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086];
const studentT = (degrees: number): number => [...T, ...T_MORE][degrees - 1] ?? 1.96 + 2.5 / degrees;

/**
 * Paired geometric mean of `figures` over `references` (same seeds, same order), t-interval on the logarithms. Where one of
 * a pair is 0, `floor` is added to both: no ratio is told from nothing.
 */
export function geometricRatio(
  figures: readonly number[],
  references: readonly number[],
  floor: number,
): GeometricRatio {
  const logs = figures.map((figure, index) => {
    const reference = references[index] ?? 0;
    const added = figure === 0 || reference === 0 ? floor : 0;
    return Math.log((figure + added) / (reference + added));
  });
  const count = logs.length;
  const mean = logs.reduce((a, b) => a + b, 0) / count;
  if (count < 2) return { ratio: Math.exp(mean), interval: null };
  const variance = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  const reach = studentT(count - 1) * Math.sqrt(variance / count);
  return { ratio: Math.exp(mean), interval: [Math.exp(mean - reach), Math.exp(mean + reach)] };
}
