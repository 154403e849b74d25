export interface EwmaDesign {
  /** Weight 0 < lambda <= 1 of the newest value. */
  lambda: number;
  /** The mean in control, where the average starts. */
  target: number;
  /** Standard deviation of one value in control. */
  sigma: number;
  /** L: the limits' distance in standard deviations of the average. */
  width: number;
}

export interface EwmaStep {
  average: number;
  signal: 'above' | 'below' | null;
}

export interface Ewma {
  /** Limits of the settled chart. */
  upper: number;
  lower: number;
  steps: EwmaStep[];
}

/**
 * Exponentially weighted moving average of `values` in time order, against its settled limits. Source: NIST/SEMATECH
 * e-Handbook 6.3.2.4.
 *
 * @throws RangeError for a lambda outside (0, 1]
 */
export function ewma(values: readonly number[], { lambda, sigma, target, width }: EwmaDesign): Ewma {
  if (!(lambda > 0 && lambda <= 1)) throw new RangeError(`lambda must be in (0, 1], not ${lambda}`);
  const reach = width * sigma * Math.sqrt(lambda / (2 - lambda));
  const upper = target + reach;
  const lower = target - reach;
  let average = target;
  const steps = values.map((value): EwmaStep => {
    average = lambda * value + (1 - lambda) * average;
    return { average, signal: average > upper ? 'above' : average < lower ? 'below' : null };
  });
  return { upper, lower, steps };
}
