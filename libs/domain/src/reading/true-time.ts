import { DomainError } from '../core/domain-error.js';
import { type Instant, plusMinutes } from '../core/instant.js';

/** How far the caller's clock may be ahead of ours. */
const CLOCK_SKEW_MINUTES = 1;

/**
 * When something truly happened, as its witness says: it may lie well before now, and is now when they do not say.
 *
 * @throws DomainError invalid, with the code, when it lies in the future
 */
export function trueTime(at: Instant | null, now: Instant, code: string, path = 'at'): Instant {
  if (at === null) return now;
  if (Number.isNaN(at.getTime()) || at > plusMinutes(now, CLOCK_SKEW_MINUTES)) {
    const message = 'this cannot have happened in the future';
    throw new DomainError('invalid', code, message, { errors: [{ path, code, message }] });
  }
  return at > now ? now : at;
}
