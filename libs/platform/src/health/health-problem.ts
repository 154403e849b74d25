/** What keeps a process from serving as it should, in words for whoever runs it. */
export interface HealthProblem {
  /** Stable: for alarms. */
  readonly code: string;
  /** `degraded` serves with a limit; `unavailable` is better asked nothing now. */
  readonly severity: 'degraded' | 'unavailable';
  /** What is wrong, and what to do about it. */
  readonly text: string;
}
