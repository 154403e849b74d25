import type { Priority } from '@overread/domain';

/** How the dispatcher paces itself. */
export const DISPATCH_SETTINGS = {
  /** How long an offer stands, by priority. Seconds. */
  offerSeconds: { critical: 60, stat: 90, urgent: 180, routine: 300 } satisfies Record<Priority, number>,
  /** Everything is looked at this often, however quiet the log is. Milliseconds. */
  fullRoundMs: 5_000,
  /** Offers are looked at this often. Milliseconds. */
  tickMs: 1_000,
  /** Between two rounds at the least. Milliseconds. */
  leastGapMs: 50,
  /** Expired offers, ladders, and reads left behind that one round sees to. */
  roundSize: 2_000,
  /** Offers written in one transaction. */
  offersAtOnce: 100,
};
