import type { Priority } from '@overread/domain';

/** How the dispatcher paces itself. */
export const DISPATCH_SETTINGS = {
  /** How long an offer stands, by priority. Seconds. */
  offerSeconds: { critical: 60, stat: 90, urgent: 180, routine: 300 } satisfies Record<Priority, number>,
  /** What the log should have told of is compared with the tables this often. Milliseconds. */
  lookAroundMs: 30_000,
  /** Offers that run out, and what readers left behind, are looked at this often, however quiet the log is. Milliseconds. */
  tickMs: 1_000,
  /** Every ladder is looked at this often: steps open by time alone. Milliseconds. */
  laddersMs: 5_000,
  /** Between two rounds at the least. Milliseconds. */
  leastGapMs: 15,
  /** Expired offers, ladders, and reads left behind that one round sees to. */
  roundSize: 2_000,
  /** A plan is made this often. Milliseconds. */
  planEveryMs: 3_000,
  /** The planning thread has this long; then it is replaced. Milliseconds. */
  planWithinMs: 5_000,
  /** Older than this a plan is gone by no more: the index decides. Milliseconds. */
  planStaleMs: 15_000,
  /** Offers of one round. */
  offersAtOnce: 100,
  /** Transactions that write them at the same time. */
  offerWriters: 3,
};
