import type { ReaderId } from '../../core/ids.js';
import type { ModalityFamily } from '../../studies/study.js';

/** A learned departure (of the logarithm of minutes), and how uncertain it still is. */
export interface Effect {
  value: number;
  /** Posterior variance. */
  variance: number;
}

/**
 * What has been learned of reading times: `ln T = published + family + type + reader + reader in type + c x + noise`.
 * Plain data; unknown names have no departure and the full variance of their kind.
 */
export interface ReadingTimeModel {
  /** For the types of a family that nothing is known of: the variance holds theirs. */
  families: ReadonlyMap<ModalityFamily, Effect>;
  /** By `examTypeOf`: departure from the published figure, the family's included. */
  types: ReadonlyMap<string, Effect>;
  readers: ReadonlyMap<ReaderId, Effect>;
  /** By `readerInType`. */
  readersInTypes: ReadonlyMap<string, Effect>;
  /** Coefficients of `TRAITS`. */
  traits: readonly number[];
  /** Deviation of the noise, by family. */
  sigma: Readonly<Record<ModalityFamily, number>>;
  /** Reads it was learned from. */
  reads: number;
}

/** How much the kinds of effects vary, before anything is learned: variances of the logarithm of minutes. */
export const SPREAD = {
  /** Published sets differ by a factor of two to three in pace (domain facts 3.1): one deviation is a factor 1.5. */
  family: 0.4 ** 2,
  type: 0.3 ** 2,
  /** Speed of readers and their familiarity with a type; together a deviation of 0.18 (reading-time study of dispatch). */
  reader: 0.16 ** 2,
  readerInType: 0.08 ** 2,
  trait: 0.2 ** 2,
};

/** Noise before anything is learned (domain facts 3.3). */
export const PUBLISHED_SIGMA: Readonly<Record<ModalityFamily, number>> = {
  CT: 0.5,
  XR: 0.5,
  OTHER: 0.5,
  US: 0.45,
  MR: 0.45,
  PET: 0.45,
  SPECT: 0.45,
};

/** Over-reads take 0.8 of a first read (domain facts 3.3); the other traits start at no effect. In the order of `TRAITS`. */
export const PUBLISHED_TRAITS: readonly number[] = [0, 0, 0, Math.log(0.8)];

export const readerInType = (readerId: ReaderId, examType: string): string => `${readerId} ${examType}`;

export const NOTHING_LEARNED: ReadingTimeModel = {
  families: new Map(),
  types: new Map(),
  readers: new Map(),
  readersInTypes: new Map(),
  traits: PUBLISHED_TRAITS,
  sigma: PUBLISHED_SIGMA,
  reads: 0,
};
