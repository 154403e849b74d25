import type { Instant } from '../core/instant.js';
import type { Period } from '../core/period.js';

/** The UTC day of an instant, for facts. */
export const dayOf = (at: Instant): string => at.toISOString().slice(0, 10);

/** Why a dated record does not count at an instant ("expired 2026-05-03"), or null when it does. */
export function whyNotInForce(record: Period & { retiredAt: Instant | null }, at: Instant): string | null {
  if (record.retiredAt !== null && record.retiredAt <= at) return `withdrawn ${dayOf(record.retiredAt)}`;
  if (record.validFrom !== null && at < record.validFrom) return `valid only from ${dayOf(record.validFrom)}`;
  if (record.validUntil !== null && record.validUntil <= at) return `expired ${dayOf(record.validUntil)}`;
  return null;
}
