import type { Instant } from '../core/instant.js';
import { minutesBetween, plusMinutes } from '../core/instant.js';
import type { Read } from '../studies/read.js';
import type { Priority, Study } from '../studies/study.js';
import type { DispatchParams } from './dispatch-params.js';

/** Reads that weigh what somebody else has read. */
export const OPINION_PURPOSES: readonly Read['purpose'][] = ['secondary', 'adjudication'];

/** Whether it weighs what somebody else has read: no patient waits for it. */
export const isOpinion = ({ purpose }: Pick<Read, 'purpose'>): boolean => OPINION_PURPOSES.includes(purpose);

/**
 * How pressing a read is in the order of work: its study's priority, except for a second read, which is routine whatever
 * the study is. STAT work never waits for one.
 */
export const workPriority = (read: Pick<Read, 'purpose'>, { priority }: Pick<Study, 'priority'>): Priority =>
  isOpinion(read) ? 'routine' : priority;

/** How pressing a read is at an instant, in minutes. */
export interface Urgency {
  priority: Priority;
  /** Deadline minus now, negative after it. Without a deadline a read is due at its maximum wait. */
  slackMinutes: number;
  /** Since it was queued; nothing resets it. */
  waitedMinutes: number;
}

export function urgencyOf(
  { read, study }: { read: Pick<Read, 'purpose' | 'queuedAt' | 'dueAt'>; study: Pick<Study, 'priority'> },
  now: Instant,
  { maximumWaitMinutes }: DispatchParams,
): Urgency {
  const priority = workPriority(read, study);
  const dueAt = read.dueAt ?? plusMinutes(read.queuedAt, maximumWaitMinutes[priority]);
  return { priority, slackMinutes: minutesBetween(now, dueAt), waitedMinutes: minutesBetween(read.queuedAt, now) };
}
