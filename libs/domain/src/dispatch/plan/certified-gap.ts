import type { AuctionAnswer, SparseAssignment } from './auction.js';

/** How far an answer is from the best there is, proved without knowing the best. */
export interface CertifiedGap {
  /** Cost of the answer. */
  cost: number;
  /** No answer costs less. */
  bound: number;
  /** The most that could be saved, as a share of the cost: 0 where there is nothing to save, and no number of a cost of nothing. */
  gap: number;
}

/**
 * The answer's cost against the dual bound of its prices, `sum_i min(wait_i, min_j cost_ij + price_j) - sum_j price_j`:
 * with any prices >= 0 no assignment costs less (weak duality of linear assignment).
 */
export function certifiedGap(problem: SparseAssignment, { chosen, price }: AuctionAnswer): CertifiedGap {
  const { offsets, column, cost, waitCost } = problem;
  let total = 0;
  let bound = 0;
  for (const each of price) bound -= each;
  for (let row = 0; row < waitCost.length; row++) {
    const wait = waitCost[row] as number;
    let least = wait;
    const end = offsets[row + 1] as number;
    for (let arc = offsets[row] as number; arc < end; arc++) {
      const value = (cost[arc] as number) + (price[column[arc] as number] as number);
      if (value < least) least = value;
    }
    bound += least;
    const taken = chosen[row] as number;
    total += taken < 0 ? wait : (cost[taken] as number);
  }
  const open = Math.max(0, total - bound);
  // Sums of thousands of terms differ in their last digits: that is no gap.
  return { cost: total, bound, gap: open <= 1e-9 * Math.abs(total) ? 0 : open / Math.abs(total) };
}
