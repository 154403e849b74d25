/** A point in time, UTC, millisecond precision (`timestamptz(3)` in the database, RFC 3339 on the wire). */
export type Instant = Date;

const MINUTE_MS = 60_000;

/** The instant `minutes` (may be fractional or negative) after `at`. */
export const plusMinutes = (at: Instant, minutes: number): Instant => new Date(at.getTime() + minutes * MINUTE_MS);

/** Minutes from `from` to `to`; negative when `to` comes first. */
export const minutesBetween = (from: Instant, to: Instant): number => (to.getTime() - from.getTime()) / MINUTE_MS;

/** The earlier of two instants; `null` stands for "never". */
export const earlier = (a: Instant | null, b: Instant | null): Instant | null => {
  if (a === null) return b;
  if (b === null) return a;
  return a <= b ? a : b;
};
