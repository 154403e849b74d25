/** Two-sided 95 % quantile of the standard normal distribution. */
export const Z = 1.959963984540054;

/** A share's bounds, both in 0..1. */
export type Interval = readonly [low: number, high: number];

/**
 * Wilson score interval (95 %) of `successes` out of `n`, clamped to [0, 1]; `null` for n = 0, when nothing is known.
 * Source: Wilson (1927); z = 1.959964 (to 16 digits).
 */
export function wilsonInterval(successes: number, n: number): Interval | null {
  if (n === 0) return null;
  if (!(successes >= 0 && successes <= n)) throw new RangeError(`${successes} of ${n} is no share`);
  const share = successes / n;
  const z2 = Z * Z;
  const center = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
