import { changesWhatMatters } from '../../reading/discrepancy.js';
import type { Conclusion } from '../../reading/report.js';

export const DIFFERENCES = ['none', 'minor', 'possibly-significant'] as const;
export type ConclusionDifference = (typeof DIFFERENCES)[number];

/**
 * How two readers' coded conclusions differ, told the moment a blind read is handed in, before anybody has graded it.
 * `possibly-significant`: one says that somebody must act, the other that nobody need; the clinician is told now. `null`
 * without both conclusions: nothing is known, and nothing is claimed.
 */
export function compareConclusions(first: Conclusion | null, second: Conclusion | null): ConclusionDifference | null {
  if (first === null || second === null) return null;
  if (first === second) return 'none';
  return changesWhatMatters(first, second) ? 'possibly-significant' : 'minor';
}
