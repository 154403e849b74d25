import { PRIORITIES, type Priority } from '../studies/study.js';
import { type AtcQuestion, atcTotal } from './atc-index.js';
import type { DispatchParams } from './dispatch-params.js';

/** `critical` first, then what waited past its cap, then what is kept for the very reader, then by index. */
export const BANDS = ['critical', 'beyond-maximum-wait', 'pinned', 'indexed'] as const;
export type Band = (typeof BANDS)[number];

/** What a read's place in the order stands on, in plain numbers. */
export interface PlaceQuestion extends AtcQuestion {
  priority: Priority;
  /** Whether it weighs what somebody else has read: no patient waits for it. */
  opinion: boolean;
  /** Since it was queued; nothing resets it. */
  waitedMinutes: number;
}

/** A place in the order of work; `compareInOrder` compares two. */
export interface OrderPlace {
  band: Band;
  /** Minutes past the class's maximum wait; not positive before. */
  overdueMinutes: number;
  score: number;
  waitedMinutes: number;
}

/**
 * Place of one read in the order, whoever takes it. The server ranks a reader's list by it, and the simulator decides by it.
 * Written into `into`: who ranks thousands uses one object for all of them.
 */
export function placeInOrder(question: PlaceQuestion, params: DispatchParams, into: OrderPlace): OrderPlace {
  const { priority, opinion, waitedMinutes } = question;
  const past = waitedMinutes - params.maximumWaitMinutes[priority];
  // The maximum wait is promised to patients: a second read past it goes before nobody.
  into.overdueMinutes = opinion ? Math.min(0, past) : past;
  into.band = priority === 'critical' ? 'critical' : into.overdueMinutes > 0 ? 'beyond-maximum-wait' : 'indexed';
  into.score = atcTotal(question, params);
  into.waitedMinutes = waitedMinutes;
  return into;
}

/** Below zero when `a` goes first, zero when nothing but their names tells them apart. */
export function compareInOrder(a: OrderPlace, b: OrderPlace): number {
  if (a.band !== b.band) return BANDS.indexOf(a.band) - BANDS.indexOf(b.band);
  // Who is longest past the cap goes first: that is what bounds every wait.
  if ((a.overdueMinutes > 0 || b.overdueMinutes > 0) && a.overdueMinutes !== b.overdueMinutes) {
    return b.overdueMinutes - a.overdueMinutes;
  }
  if (a.score !== b.score) return b.score - a.score;
  return b.waitedMinutes - a.waitedMinutes;
}

/** Whether work may not be delayed for the share between health systems. */
export const isPressing = (priority: Priority): boolean => PRIORITIES.indexOf(priority) <= PRIORITIES.indexOf('stat');
