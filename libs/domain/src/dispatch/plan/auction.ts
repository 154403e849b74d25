/**
 * Rows (work) to columns (a reader's slot), sparse: a row may take one of its arcs or wait. The arcs of row `i` stand from
 * `offsets[i]` up to `offsets[i + 1]`; costs are lower-is-better and of any unit.
 */
export interface SparseAssignment {
  columns: number;
  offsets: Int32Array;
  /** Of each arc. */
  column: Int32Array;
  cost: Float64Array;
  /** Of each row: what it costs to take no arc. */
  waitCost: Float64Array;
}

export interface AuctionLimits {
  /** The least a bid raises a price by (> 0): the answer is at most rows times this above the optimum. */
  epsilon: number;
  /** Bids after which epsilon doubles, and doubles again: a round ends in bounded work, with a wider gap. */
  maximumBids: number;
}

export interface AuctionAnswer {
  /** Of each row: the arc it takes, or -1 when it waits. */
  chosen: Int32Array;
  /** Of each column; 0 where nobody took it. */
  price: Float64Array;
  bids: number;
  /** The epsilon it ended with: larger than asked when bids ran out. */
  epsilon: number;
}

interface Bid {
  arc: number;
  /** Price of the column after the bid. */
  price: number;
}

/**
 * Forward auction with a fixed epsilon and prices from zero (Bertsekas 1988; prices from zero leave what nobody takes
 * free of charge, which is what makes it right for more columns than rows). Rows bid first to last.
 */
export function auction(problem: SparseAssignment, limits: AuctionLimits): AuctionAnswer {
  const { column, columns, waitCost } = problem;
  const price = new Float64Array(columns);
  const owner = new Int32Array(columns).fill(-1);
  const chosen = new Int32Array(waitCost.length).fill(-1);
  const bid: Bid = { arc: -1, price: 0 };
  let { epsilon } = limits;
  let bids = 0;
  let allowed = limits.maximumBids;
  for (let first = 0; first < waitCost.length; first++) {
    // Who is outbid bids at once: the chain ends at a free column, or with somebody who rather waits.
    let row = first;
    while (row >= 0) {
      if (bids === allowed) {
        epsilon *= 2;
        allowed += Math.max(1, limits.maximumBids >> 2);
      }
      bids++;
      bestBid(problem, price, row, bid);
      chosen[row] = bid.arc;
      if (bid.arc < 0) break;
      const taken = column[bid.arc] as number;
      price[taken] = bid.price + epsilon;
      const outbid = owner[taken] as number;
      owner[taken] = row;
      if (outbid >= 0) chosen[outbid] = -1;
      row = outbid;
    }
  }
  return { chosen, price, bids, epsilon };
}

/** What the row takes at these prices, and the price at which its second best would be as good; arc -1 is to wait. */
function bestBid(
  { offsets, column, cost, waitCost }: SparseAssignment,
  price: Float64Array,
  row: number,
  bid: Bid,
): void {
  let best = waitCost[row] as number;
  let second = best;
  let arc = -1;
  const end = offsets[row + 1] as number;
  for (let each = offsets[row] as number; each < end; each++) {
    const value = (cost[each] as number) + (price[column[each] as number] as number);
    if (value < second) {
      if (value < best) {
        second = best;
        best = value;
        arc = each;
      } else second = value;
    }
  }
  bid.arc = arc;
  if (arc >= 0) bid.price = (price[column[arc] as number] as number) + second - best;
}
