/** Whether a client's place in the log can be continued event by event, or starts over from a snapshot. */
export type Replay = 'events' | 'snapshot';

export interface ReplayLimits {
  /** Everything up to here is committed and known. */
  horizon: number;
  /** Lowest position still kept; `null` for an empty log. */
  oldest: number | null;
  /** More positions than this to replay cost more than a snapshot. */
  maximum?: number;
}

/**
 * A client that has seen everything up to `after` gets the events since, unless some of them are gone, its place is not
 * one of this log (ahead of the horizon: a restored database), or there are too many.
 */
export function replayWindow(after: number | null | undefined, limits: ReplayLimits): Replay {
  const { horizon, oldest, maximum = Infinity } = limits;
  if (after === null || after === undefined || !Number.isSafeInteger(after) || after < 0) return 'snapshot';
  if (after > horizon || horizon - after > maximum) return 'snapshot';
  const nothingSince = after === horizon;
  return nothingSince || (oldest !== null && after >= oldest - 1) ? 'events' : 'snapshot';
}
