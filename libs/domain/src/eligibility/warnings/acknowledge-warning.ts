import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { CoverageWarning } from './coverage-warning.js';
import { warningEvent } from './warning-event.js';

/**
 * Somebody says by name that they have seen it. The first who does stands; a warning that gets worse asks again. Conflict:
 * `coverage/warning-over` once it has ended.
 */
export function acknowledgeWarning<W extends CoverageWarning>(
  warning: W,
  { by, note }: { by: { id: string; name: string }; note: string | null },
  now: Instant,
): Change<{ warning: W }, W> {
  if (warning.endedAt !== null) {
    const message = `The warning ended at ${warning.endedAt.toISOString()}: ${warning.ended}`;
    throw new DomainError('conflict', 'coverage/warning-over', message);
  }
  if (warning.acknowledgement !== null) return { result: warning };
  const acknowledgement = { by, at: now.toISOString(), note };
  const next = { ...warning, acknowledgement, version: warning.version + 1 };
  return { next: { warning: next }, events: [warningEvent('acknowledged', next)], result: next };
}
