import type { Report } from '../reading/report.js';
import type { Read } from './read.js';
import type { Study, StudyState } from './study.js';

/** Mark on a report that was withdrawn everywhere it went. */
export const RETRACTED_FLAG = 'retracted';

type StateFacts = Pick<Study, 'state' | 'readyAt' | 'seriesArrived' | 'instancesArrived'>;
type ReportFacts = Pick<Report, 'readId' | 'kind' | 'flags'>;

/**
 * The state of a study from its images, its primary reads and their reports.
 * - `cancelled` stays; a result, once out, is only undone by retraction: a study never goes back from preliminary to
 *   reading, whoever opens it next.
 * - Reports decide; a completed primary read stands for its report when none is given, so that a rule which does not touch
 *   reports need not load them.
 * - Secondary, adjudicating and other reads never move it, neither do verbal results.
 */
export function studyState(
  study: StateFacts,
  reads: readonly Read[],
  reports: readonly ReportFacts[] = [],
): StudyState {
  if (study.state === 'cancelled') return 'cancelled';
  const primary = reads.filter((read) => read.purpose === 'primary');
  const own = reports.filter((report) => primary.some((read) => read.id === report.readId));
  const issued = (kind: 'preliminary' | 'final'): boolean =>
    own.some((report) => report.kind === kind && !isRetracted(report)) ||
    primary.some(
      (read) => read.issues === kind && completedWithoutReport(read, study, own) && !isReplaced(read, primary),
    );
  if (issued('final')) return 'final';
  if (issued('preliminary')) return 'preliminary';
  if (own.some(isRetracted)) return 'retracted';
  if (study.state === 'final' || study.state === 'preliminary' || study.state === 'retracted') return study.state;
  return beforeAnyResult(study, primary);
}

const isRetracted = (report: ReportFacts): boolean => report.flags.includes(RETRACTED_FLAG);

const completedWithoutReport = (read: Read, study: StateFacts, reports: readonly ReportFacts[]): boolean =>
  read.state === 'completed' && study.state !== 'retracted' && !reports.some((report) => report.readId === read.id);

/** Its result was withdrawn, and another read is to give the right one. */
const isReplaced = (read: Read, primary: readonly Read[]): boolean =>
  primary.some(
    ({ issues, ordinal, state }) =>
      issues === read.issues && ordinal > read.ordinal && state !== 'completed' && state !== 'cancelled',
  );

function beforeAnyResult(study: StateFacts, primary: readonly Read[]): StudyState {
  if (primary.some((read) => read.state === 'in-progress')) return 'reading';
  if (study.readyAt !== null) return 'ready';
  return study.seriesArrived > 0 || study.instancesArrived > 0 ? 'receiving' : 'expected';
}
