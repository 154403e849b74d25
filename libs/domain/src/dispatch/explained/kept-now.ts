import type { ReaderId } from '../../core/ids.js';
import { minutesBetween, type Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import type { DispatchParams } from '../dispatch-params.js';
import { urgencyOf } from '../work-priority.js';

/** What the log told last of a read that is kept for somebody who is busy. */
export interface ToldKept {
  readerId: ReaderId;
  freeInMinutes: number;
  at: Instant;
}

/** For whom a read waits that others could begin. Minutes from now. */
export interface KeptNow {
  readerId: ReaderId;
  /** Until the reader it is kept for is expected to be free. */
  freeInMinutes: number;
  /** Until it goes to whoever is idle, whatever becomes of them. */
  leftMinutes: number;
}

/** What was told, as it stands now; null once it is kept no more: somebody has it, or its first minutes are over. */
export function keptNow(
  { read, study }: { read: Pick<Read, 'state' | 'purpose' | 'queuedAt' | 'dueAt'>; study: Pick<Study, 'priority'> },
  told: ToldKept,
  now: Instant,
  params: DispatchParams,
): KeptNow | null {
  const { priority, waitedMinutes } = urgencyOf({ read, study }, now, params);
  const leftMinutes = (params.keepMinutes?.[priority] ?? 0) - waitedMinutes;
  if (read.state !== 'queued' || told.at < read.queuedAt || leftMinutes <= 0) return null;
  const freeInMinutes = Math.max(0, told.freeInMinutes - minutesBetween(told.at, now));
  return { readerId: told.readerId, freeInMinutes, leftMinutes };
}
