import type { Read } from '../studies/read.js';
import type { Priority, Study } from '../studies/study.js';

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
