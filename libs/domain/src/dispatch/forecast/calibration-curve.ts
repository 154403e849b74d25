/** A forecast that has come true or not: the chance that was given, 0..1. */
export interface SettledForecast {
  chance: number;
  breached: boolean;
}

/** A point of a calibration curve: what was said, and what came of it. */
export interface CurvePoint {
  said: number;
  came: number;
}

/** From given to observed chances: points in rising order of both; none means chances are taken as they are. */
export type CalibrationCurve = readonly CurvePoint[];

/** Fewer forecasts than this, or fewer of either outcome than `LEAST_OF_EACH`, say too little to correct anything. */
export const LEAST_FORECASTS = 200;
const LEAST_OF_EACH = 10;

/**
 * The rising curve closest to what came of the forecasts: isotonic regression by pool-adjacent-violators (Ayer et al.,
 * 1955), each block at its mean. Each block is told one breach and one success more, so that nothing is called certain.
 */
export function fitCalibration(forecasts: readonly SettledForecast[]): CalibrationCurve {
  const breached = forecasts.filter((each) => each.breached).length;
  if (forecasts.length < LEAST_FORECASTS || Math.min(breached, forecasts.length - breached) < LEAST_OF_EACH) return [];
  const blocks: Block[] = [];
  const bySaid = Map.groupBy(forecasts, ({ chance }) => chance);
  for (const [chance, same] of [...bySaid].toSorted(([a], [b]) => a - b)) {
    const came = same.filter((each) => each.breached).length;
    blocks.push({ n: same.length, said: same.length * chance, came });
    poolLast(blocks);
  }
  const points = blocks.map(({ n, said, came }) => ({ said: said / n, came: (came + 1) / (n + 2) }));
  return rising(points);
}

/** Sums over forecasts that came out alike. */
interface Block {
  n: number;
  said: number;
  came: number;
}

function poolLast(blocks: Block[]): void {
  for (;;) {
    const last = blocks.at(-1);
    const before = blocks.at(-2);
    if (!last || !before || before.came / before.n < last.came / last.n) return;
    blocks.pop();
    before.n += last.n;
    before.said += last.said;
    before.came += last.came;
  }
}

/** Small blocks are pulled far towards one half: never above what a higher chance came to. */
function rising(points: CurvePoint[]): CurvePoint[] {
  const kept: CurvePoint[] = [];
  for (const point of points) {
    const previous = kept.at(-1);
    kept.push(previous && previous.came > point.came ? { said: point.said, came: previous.came } : point);
  }
  return kept;
}

/** The chance (0..1) as the curve corrects it: a straight line between points, and from 0 and to 1 beyond them. */
export function calibrated(curve: CalibrationCurve, chance: number): number {
  if (curve.length === 0) return chance;
  let from: CurvePoint = { said: 0, came: 0 };
  for (const to of [...curve, { said: 1, came: 1 }]) {
    if (chance <= to.said) {
      const width = to.said - from.said;
      return width <= 0 ? to.came : from.came + ((chance - from.said) / width) * (to.came - from.came);
    }
    from = to;
  }
  return 1;
}
