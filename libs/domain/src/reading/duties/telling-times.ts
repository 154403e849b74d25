import type { Priority } from '../../studies/study.js';

/** Categories of critical results, from most to least pressing. */
export const CRITICAL_CATEGORIES = ['immediate', 'urgent', 'prompt', 'routine'] as const;
export type CriticalCategory = (typeof CRITICAL_CATEGORIES)[number];

/** Minutes in which somebody must acknowledge. An administrator's data; fixed on a duty when it is opened. */
export interface TellingTimes {
  discrepancy: Readonly<Record<Priority, number>>;
  retraction: Readonly<Record<Priority, number>>;
  /** By category: `immediate` by voice. */
  criticalResult: Readonly<Record<CriticalCategory, number>>;
}

export const DEFAULT_TELLING_TIMES: TellingTimes = {
  discrepancy: { critical: 15, stat: 30, urgent: 60, routine: 240 },
  retraction: { critical: 15, stat: 15, urgent: 30, routine: 60 },
  criticalResult: { immediate: 15, urgent: 60, prompt: 3 * 60, routine: 3 * 24 * 60 },
};

/** Who is called when nobody acknowledges, and after how many times the target. Each at most once. */
export const ESCALATION_STEPS = [
  { to: 'facility', atTargets: 1 },
  { to: 'reading-group', atTargets: 2 },
  { to: 'network', atTargets: 4 },
] as const;
