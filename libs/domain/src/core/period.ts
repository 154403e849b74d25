import type { Instant } from './instant.js';

/** A dated validity, half-open: from `validFrom` on, up to but not including `validUntil`; `null` is open-ended. */
export interface Period {
  validFrom: Instant | null;
  validUntil: Instant | null;
}

/** Whether `at` lies in the half-open period. */
export const inForce = (period: Period, at: Instant): boolean =>
  (period.validFrom === null || period.validFrom <= at) && (period.validUntil === null || at < period.validUntil);
