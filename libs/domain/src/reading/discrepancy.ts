import { RETRACTED_FLAG } from '../studies/study-state.js';
import type { Conclusion, Report } from './report.js';

const isActionable = (conclusion: Conclusion): boolean => conclusion === 'actionable' || conclusion === 'critical';

/**
 * Whether a final changes a preliminary in a way that matters to the patient: somebody must act who was told not to, or
 * the other way round. Without both conclusions nothing is known, and nothing is claimed.
 */
export const changesWhatMatters = (preliminary: Conclusion | null, final: Conclusion | null): boolean =>
  preliminary !== null && final !== null && isActionable(preliminary) !== isActionable(final);

/** The preliminary that people acted on: the latest that was not retracted. */
export function standingPreliminary(reports: readonly Report[]): Report | null {
  const standing = reports.filter((report) => report.kind === 'preliminary' && !report.flags.includes(RETRACTED_FLAG));
  return standing.reduce<Report | null>(
    (latest, report) => (latest === null || report.signedAt >= latest.signedAt ? report : latest),
    null,
  );
}
