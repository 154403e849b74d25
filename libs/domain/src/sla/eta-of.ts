import type { ReadId } from '../core/ids.js';
import { type Instant, plusMinutes } from '../core/instant.js';
import type { Read } from '../studies/read.js';

/**
 * When the study's report is expected: of the open primary reads those that issue a final, else the others; each ends as
 * forecast, and without one a read in progress its expected minutes after it was started, one not begun at its deadline;
 * the latest of them, never before `now`. `null` when nothing open is dated.
 */
export function etaOf(
  reads: readonly Read[],
  now: Instant,
  forecast: (id: ReadId) => Instant | null = () => null,
): Instant | null {
  const open = reads.filter(
    (read) => read.purpose === 'primary' && read.state !== 'completed' && read.state !== 'cancelled',
  );
  const finals = open.filter((read) => read.issues === 'final');
  const ends = (finals.length > 0 ? finals : open)
    .map((read) => forecast(read.id) ?? expectedEnd(read))
    .filter((end) => end !== null);
  if (ends.length === 0) return null;
  return new Date(Math.max(now.getTime(), ...ends.map((end) => end.getTime())));
}

const expectedEnd = (read: Read): Instant | null =>
  read.state === 'in-progress'
    ? plusMinutes(read.openedAt ?? read.startedAt ?? read.queuedAt, read.expectedMinutes)
    : read.dueAt;
