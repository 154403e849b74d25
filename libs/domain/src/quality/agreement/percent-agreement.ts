import { type Interval, wilsonInterval } from '../../analytics/wilson-interval.js';
import { type CrossTable, sum, tableShares } from './cross-table.js';

export interface PercentAgreement {
  n: number;
  /** Share 0..1 of the pairs in the same class. */
  share: number;
  /** Wilson, 95 %. */
  interval: Interval | null;
}

/** Plain agreement of two readers; `null` without pairs. The interval assumes that every pair counts for one read. */
export function percentAgreement(table: CrossTable): PercentAgreement | null {
  const shares = tableShares(table);
  if (shares === null) return null;
  const agreed = sum(table.map((row, index) => row[index] ?? 0));
  return { n: shares.n, share: agreed / shares.n, interval: wilsonInterval(agreed, shares.n) };
}
