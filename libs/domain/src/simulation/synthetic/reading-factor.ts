import { Chance } from '../../core/chance.js';

/** Deviation of the logarithm of reading times of one kind of exam (domain facts 3.3). */
export const SYNTHETIC_SIGMA = 0.5;

/**
 * True reading time of a synthetic read over its expected one: lognormal of mean 1. Drawn by what the read is and not by when
 * it is asked, so that the same read takes the same under every policy.
 */
export const readingFactor = (seed: string, studyId: string, ordinal: number): number =>
  new Chance(`${seed}/reading/${studyId}/${ordinal}`).lognormal(Math.exp(-(SYNTHETIC_SIGMA ** 2) / 2), SYNTHETIC_SIGMA);
