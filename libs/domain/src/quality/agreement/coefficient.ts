import { type Interval, Z } from '../../analytics/wilson-interval.js';

/** Agreement beyond chance: 1 is perfect, 0 is what chance gives, below is worse than chance. */
export interface Coefficient {
  value: number;
  /** `null` where too few studies say nothing of the spread. */
  standardError: number | null;
  /** 95 %, normal, kept to the values the coefficient can have. */
  interval: Interval | null;
  /** Share of agreement seen, weighted where weights are. */
  observed: number;
  /** Share of agreement that chance alone would give. */
  expected: number;
}

/** Below this, what chance leaves to be explained is rounding. */
const NOTHING_LEFT = 1e-12;

/**
 * (observed - expected) / (1 - expected); `null` when chance alone expects full agreement, as with two readers who only
 * ever used one class: nothing beyond chance can be seen then, which is neither 0 nor 1.
 */
export const beyondChance = (observed: number, expected: number): number | null =>
  1 - expected < NOTHING_LEFT ? null : (observed - expected) / (1 - expected);

/** The square root of a variance, which rounding may have put a little below zero. */
export const rootOf = (variance: number): number => Math.sqrt(Math.max(0, variance));

/** No higher than 1, and no lower than -1 unless the value is: weighted coefficients can be. */
export const normalInterval = (value: number, standardError: number): Interval => [
  Math.max(Math.min(-1, value), value - Z * standardError),
  Math.min(1, value + Z * standardError),
];
