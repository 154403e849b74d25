import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AuctionAnswer, SparseAssignment } from './auction.js';
import { auction } from './auction.js';
import { certifiedGap } from './certified-gap.js';

/** One row: its wait, and [column, cost] of each arc. */
type Row = { wait: number; arcs: [number, number][] };

function problemOf(columns: number, rows: Row[]): SparseAssignment {
  const arcs = rows.flatMap((row) => row.arcs);
  let end = 0;
  return {
    columns,
    offsets: Int32Array.from([0, ...rows.map((row) => (end += row.arcs.length))]),
    column: Int32Array.from(arcs, ([column]) => column),
    cost: Float64Array.from(arcs, ([, cost]) => cost),
    waitCost: Float64Array.from(rows, (row) => row.wait),
  };
}

/** Least cost, by trying every assignment. */
function optimum(rows: Row[], taken = new Set<number>()): number {
  const [row, ...others] = rows;
  if (!row) return 0;
  const ways = row.arcs
    .filter(([column]) => !taken.has(column))
    .map(([column, cost]) => cost + optimum(others, new Set([...taken, column])));
  return Math.min(row.wait + optimum(others, taken), ...ways);
}

const COLUMNS = 4;
const rowOf = fc.record({
  wait: fc.integer({ min: 0, max: 60 }),
  arcs: fc.uniqueArray(fc.tuple(fc.nat(COLUMNS - 1), fc.integer({ min: 0, max: 60 })), {
    maxLength: COLUMNS,
    selector: ([column]) => column,
  }),
});
const rowsOf = fc.array(rowOf, { maxLength: 6 });
const GENEROUS = { maximumBids: 1e6 };

const columnsOf = ({ column }: SparseAssignment, { chosen }: AuctionAnswer): number[] =>
  [...chosen].filter((arc) => arc >= 0).map((arc) => column[arc]!);

describe('the auction', () => {
  it('finds the cheapest assignment of whole costs when epsilon is below one part in rows', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const problem = problemOf(COLUMNS, rows);
        const answer = auction(problem, { ...GENEROUS, epsilon: 1 / (rows.length + 1) });
        expect(certifiedGap(problem, answer).cost).toBeCloseTo(optimum(rows), 9);
      }),
    );
  });

  it('is never further from the optimum than rows times epsilon, nor than its certified gap', () => {
    fc.assert(
      fc.property(rowsOf, fc.double({ min: 0.01, max: 30, noNaN: true }), (rows, epsilon) => {
        const problem = problemOf(COLUMNS, rows);
        const { cost, bound, gap } = certifiedGap(problem, auction(problem, { ...GENEROUS, epsilon }));
        const best = optimum(rows);
        expect(bound).toBeLessThanOrEqual(best + 1e-9);
        expect(cost).toBeGreaterThanOrEqual(best - 1e-9);
        expect(cost - best).toBeLessThanOrEqual(rows.length * epsilon + 1e-9);
        if (cost > 0) expect(cost - best).toBeLessThanOrEqual(gap * cost + 1e-6);
      }),
    );
  });

  it('gives each column once, along an arc of the row that takes it', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const problem = problemOf(COLUMNS, rows);
        const answer = auction(problem, { ...GENEROUS, epsilon: 0.5 });
        const columns = columnsOf(problem, answer);
        expect(new Set(columns).size).toBe(columns.length);
        answer.chosen.forEach((arc, row) => {
          if (arc < 0) return;
          expect(arc).toBeGreaterThanOrEqual(problem.offsets[row]!);
          expect(arc).toBeLessThan(problem.offsets[row + 1]!);
        });
      }),
    );
  });

  it('still ends, with a gap that is true, when it may hardly bid', () => {
    fc.assert(
      fc.property(rowsOf, fc.nat(3), (rows, maximumBids) => {
        const problem = problemOf(COLUMNS, rows);
        const answer = auction(problem, { maximumBids, epsilon: 0.001 });
        const { cost, bound } = certifiedGap(problem, answer);
        const best = optimum(rows);
        expect(bound).toBeLessThanOrEqual(best + 1e-9);
        expect(cost).toBeGreaterThanOrEqual(best - 1e-9);
      }),
    );
  });

  it('raises epsilon when bids run out, and says so', () => {
    // Two alike columns and three alike rows: each bid moves a price by epsilon until waiting is as good.
    const row: Row = { wait: 50, arcs: [[0, 10], [1, 10]] }; // prettier-ignore
    const problem = problemOf(2, [row, row, row]);
    const patient = auction(problem, { maximumBids: 1e6, epsilon: 0.01 });
    const hurried = auction(problem, { maximumBids: 20, epsilon: 0.01 });
    expect(patient.epsilon).toBe(0.01);
    expect(hurried.epsilon).toBeGreaterThan(0.01);
    expect(hurried.bids).toBeLessThan(patient.bids / 10);
  });

  it('waits when that is better than every arc', () => {
    const problem = problemOf(2, [{ wait: 5, arcs: [[0, 6], [1, 9]] }, { wait: 5, arcs: [[0, 4]] }]); // prettier-ignore
    const { chosen, price } = auction(problem, { ...GENEROUS, epsilon: 0.1 });
    expect([...chosen]).toEqual([-1, 2]);
    expect(price[1]).toBe(0);
  });

  it('has an answer to nothing', () => {
    const problem = problemOf(3, []);
    const answer = auction(problem, { ...GENEROUS, epsilon: 1 });
    expect(certifiedGap(problem, answer)).toEqual({ cost: 0, bound: 0, gap: 0 });
  });
});

describe('the certified gap', () => {
  it('bounds the optimum whatever the prices are', () => {
    fc.assert(
      fc.property(rowsOf, fc.array(fc.nat(40), { minLength: COLUMNS, maxLength: COLUMNS }), (rows, prices) => {
        const chosen = new Int32Array(rows.length).fill(-1);
        const price = Float64Array.from(prices);
        const { bound } = certifiedGap(problemOf(COLUMNS, rows), { chosen, price, bids: 0, epsilon: 1 });
        expect(bound).toBeLessThanOrEqual(optimum(rows) + 1e-9);
      }),
    );
  });
});
