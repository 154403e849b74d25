import { riskWeight, type RiskDesign } from './risk-adjusted-cusum.js';

/** Steps of the grid between 0 and h. */
const CELLS = 200;

/**
 * Reads that a risk-adjusted CUSUM takes on average until it signals, from rest, for a reader whose odds of a discrepancy
 * are `trueOddsRatio` times those expected (`expected`, the same for each read): 1 tells how rarely it errs, the design's
 * own ratio how long a drift stays unseen. Markov chain over a grid of sums; between two cells the chance is divided so
 * that the mean step is kept, which plain rounding does not for rare events.
 *
 * @throws RangeError for a chance outside (0, 1), or a design that can never signal
 */
export function readsToSignal(expected: number, trueOddsRatio: number, design: RiskDesign): number {
  const up = riskWeight({ discrepant: true, expected }, design.oddsRatio);
  const down = riskWeight({ discrepant: false, expected }, design.oddsRatio);
  if (!(Math.max(up, down) > 0 && design.decisionInterval > 0)) throw new RangeError('the design can never signal');
  const odds = (trueOddsRatio * expected) / (1 - expected);
  const discrepant = odds / (1 + odds);
  const width = design.decisionInterval / CELLS;
  const rows = Array.from({ length: CELLS }, (_, cell) => {
    const row = equation(cell);
    spread(row, cell * width + up, discrepant);
    spread(row, cell * width + down, 1 - discrepant);
    return row;
  });
  return solveFirst(rows);

  /** Takes from `row` the chance of going on from `sum`; at h and beyond nothing goes on. */
  function spread(row: number[], sum: number, chance: number): void {
    const place = Math.max(0, sum) / width;
    const below = Math.floor(place);
    const share = place - below;
    if (below < CELLS) row[below] = (row[below] ?? 0) - chance * (1 - share);
    if (below + 1 < CELLS) row[below + 1] = (row[below + 1] ?? 0) - chance * share;
  }
}

/** Row of I - Q, and a right side of 1 in the last place. */
const equation = (cell: number): number[] =>
  Array.from({ length: CELLS + 1 }, (_, column) => (column === cell || column === CELLS ? 1 : 0));

/** First unknown of a linear system in augmented rows, by elimination from the last row up; the matrix is an M-matrix. */
function solveFirst(rows: number[][]): number {
  for (let pivot = rows.length - 1; pivot > 0; pivot -= 1) {
    const source = rows[pivot] ?? [];
    const divisor = source[pivot] ?? 1;
    for (let other = 0; other < pivot; other += 1) {
      const row = rows[other] ?? [];
      const factor = (row[pivot] ?? 0) / divisor;
      if (factor === 0) continue;
      for (let column = 0; column < pivot; column += 1)
        row[column] = (row[column] ?? 0) - factor * (source[column] ?? 0);
      row[CELLS] = (row[CELLS] ?? 0) - factor * (source[CELLS] ?? 0);
    }
  }
  return (rows[0]?.[CELLS] ?? 0) / (rows[0]?.[0] ?? 1);
}
