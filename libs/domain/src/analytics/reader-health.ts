import type { Instant } from '../core/instant.js';
import type { ReaderLimits } from '../network/network.js';

/** How a reader is at this moment, as whoever leads the group needs to know it. */
export const READER_HEALTHS = ['off', 'idle', 'reading', 'overloaded', 'silent'] as const;
export type ReaderHealth = (typeof READER_HEALTHS)[number];

/** What a reader holds (offered or in progress) and when they were last heard of. */
export interface ReaderActivity {
  present: boolean;
  /** Reads offered to them or taken. */
  reads: number;
  /** Expected minutes of all they hold. */
  heldMinutes: number;
  limits: Pick<ReaderLimits, 'routineMinutes' | 'urgentMinutes'>;
  /** The read taken first of those in progress; null while they hold none. */
  current: { since: Instant; expectedMinutes: number } | null;
  /** The last sign of life: sign-on, taking, opening, a saved draft, a signature, a decline. */
  lastActivityAt: Instant | null;
}

/** Without a sign for so long, or for twice what the read should take, a reader who holds work is silent. */
export const SILENT_MINUTES = 20;

/**
 * Silent before overloaded: who does not answer matters more than how much they hold. Overloaded is more than the routine
 * cap; one read alone never is, for it may be held whatever its length. Without a cap nobody is overloaded.
 */
export function readerHealth(activity: ReaderActivity, now: Instant): ReaderHealth {
  const { current, heldMinutes, lastActivityAt, limits, present, reads } = activity;
  if (!present) return 'off';
  if (reads === 0) return 'idle';
  const patience = Math.max(SILENT_MINUTES, 2 * (current?.expectedMinutes ?? 0));
  const last = lastActivityAt ?? current?.since ?? null;
  if (last !== null && now.getTime() - last.getTime() > patience * 60_000) return 'silent';
  const cap = limits.routineMinutes;
  if (cap !== null && reads > 1 && heldMinutes > cap) return 'overloaded';
  return current === null ? 'idle' : 'reading';
}
