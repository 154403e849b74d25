import { wilsonInterval, type Interval } from '../../analytics/wilson-interval.js';
import type { SettledForecast } from './calibration-curve.js';

/** Forecasts of about the same chance, and what came of them. */
export interface ReliabilityBin {
  /** Bounds of the chances it holds; the last one holds 1. */
  from: number;
  to: number;
  n: number;
  /** Mean chance that was given; null without forecasts. */
  meanChance: number | null;
  /** Share that breached, and its Wilson interval (95 %); null without forecasts. */
  observed: number | null;
  interval: Interval | null;
}

/** How good forecasts were. */
export interface Reliability {
  n: number;
  /** Share that breached. */
  baseRate: number | null;
  meanChance: number | null;
  /** Mean squared error, 0 the best (Brier, 1950). */
  brier: number | null;
  /** 1 - Brier / (base rate (1 - base rate)): what they say beyond the base rate. Null when all came out the same. */
  skill: number | null;
  bins: ReliabilityBin[];
}

const BINS = 10;

/** The reliability diagram in ten bins of equal width, Brier score and skill. Undefined figures are null. */
export function reliabilityOf(forecasts: readonly SettledForecast[]): Reliability {
  const n = forecasts.length;
  const baseRate = mean(forecasts.map(outcome));
  const brier = mean(forecasts.map((each) => (each.chance - outcome(each)) ** 2));
  const reference = baseRate === null ? 0 : baseRate * (1 - baseRate);
  return {
    n,
    baseRate,
    meanChance: mean(forecasts.map(({ chance }) => chance)),
    brier,
    skill: brier === null || reference === 0 ? null : 1 - brier / reference,
    bins: binsOf(forecasts),
  };
}

function binsOf(forecasts: readonly SettledForecast[]): ReliabilityBin[] {
  const byBin = Map.groupBy(forecasts, ({ chance }) => Math.min(BINS - 1, Math.floor(chance * BINS)));
  return Array.from({ length: BINS }, (_, index) => {
    const held = byBin.get(index) ?? [];
    const late = held.filter(({ breached }) => breached).length;
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      n: held.length,
      meanChance: mean(held.map(({ chance }) => chance)),
      observed: mean(held.map(outcome)),
      interval: wilsonInterval(late, held.length),
    };
  });
}

const outcome = ({ breached }: SettledForecast): number => (breached ? 1 : 0);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
