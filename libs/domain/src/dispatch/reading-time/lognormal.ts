import { normalCumulative } from './normal.js';

/** A reading time: its logarithm is normal. `mu` is the mean of the logarithm of minutes, `sigma` its deviation (> 0). */
export interface Lognormal {
  mu: number;
  sigma: number;
}

/** Deviation of the logarithm of a reading time about its expectation, whoever reads (`dispatch.md`, 3d: about 0.5). */
export const READING_SIGMA = 0.5;

/** Expected minutes. */
export const meanMinutes = ({ mu, sigma }: Lognormal): number => Math.exp(mu + (sigma * sigma) / 2);

/** The distribution with this mean (minutes, > 0) and deviation of the logarithm. */
export const withMean = (minutes: number, sigma: number): Lognormal => ({
  mu: Math.log(minutes) - (sigma * sigma) / 2,
  sigma,
});

/** Chance (0..1) that a read takes longer than `minutes`; certain when none are left. */
export const chanceBeyond = ({ mu, sigma }: Lognormal, minutes: number): number =>
  minutes <= 0 ? 1 : normalCumulative((mu - Math.log(minutes)) / sigma);

/**
 * Expected minutes still to go of a read that has taken `elapsed` minutes: the conditional mean
 * `m Phi((mu + s^2 - ln e)/s) / Phi((mu - ln e)/s) - e`. A long-running read has more to go, not less.
 */
export function residualMinutes(time: Lognormal, elapsed: number): number {
  if (elapsed <= 0) return meanMinutes(time);
  const { mu, sigma } = time;
  const log = Math.log(elapsed);
  const survives = normalCumulative((mu - log) / sigma);
  // Far in the tail both are too small to divide: what is left grows there like e s^2 / (ln e - mu).
  if (survives < 1e-12) return (elapsed * sigma * sigma) / (log - mu);
  return (meanMinutes(time) * normalCumulative((mu + sigma * sigma - log) / sigma)) / survives - elapsed;
}
