import { chanceBeyond, meanMinutes, type Lognormal } from '../reading-time/lognormal.js';

/** How much waits vary about what the schedule says: coefficient of variation of W. */
export const WAIT_VARIATION = 0.5;

/**
 * Chance (0..1) that a read which begins in `startsInMinutes` ends after its deadline, `slackMinutes` from now:
 * `1 - Phi((ln(d - s) - mu) / sigma)`.
 */
export const breachChanceFrom = (time: Lognormal, startsInMinutes: number, slackMinutes: number): number =>
  chanceBeyond(time, slackMinutes - Math.max(0, startsInMinutes));

/**
 * Chance (0..1) that a read which waits about `waitMinutes` more ends after its deadline. Wait and reading are summed as
 * independent, and their sum taken for the lognormal of the same mean and variance (Fenton, 1960).
 */
export function breachChanceWaiting(time: Lognormal, waitMinutes: number, slackMinutes: number): number {
  if (waitMinutes <= 0) return chanceBeyond(time, slackMinutes);
  const reading = meanMinutes(time);
  const mean = waitMinutes + reading;
  const variance = (WAIT_VARIATION * waitMinutes) ** 2 + reading * reading * Math.expm1(time.sigma * time.sigma);
  const sigma2 = Math.log1p(variance / (mean * mean));
  return chanceBeyond({ mu: Math.log(mean) - sigma2 / 2, sigma: Math.sqrt(sigma2) }, slackMinutes);
}

/**
 * Chance (0..1) that a read which runs since `elapsedMinutes` ends after its deadline, given that it has not ended yet.
 */
export function breachChanceRunning(time: Lognormal, elapsedMinutes: number, slackMinutes: number): number {
  if (slackMinutes <= 0) return 1;
  const elapsed = Math.max(0, elapsedMinutes);
  const still = chanceBeyond(time, elapsed);
  // So far in the tail that both are lost to rounding: nothing is known but that it takes long.
  return still < 1e-300 ? 1 : Math.min(1, chanceBeyond(time, elapsed + slackMinutes) / still);
}
