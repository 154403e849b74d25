import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DutyId, ReportId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { RETRACTED_FLAG } from '../../studies/study-state.js';
import type { ReadingRows } from '../held-read.js';
import type { Report } from '../report.js';
import type { NotificationDuty } from './duty.js';
import { openDiscrepancy } from './open-duty.js';

/** What a submitter knows better, in their words. */
export interface ReportedBack {
  id: DutyId;
  /** The report in doubt; null is the latest that stands. */
  reportId: ReportId | null;
  note: string;
  openedBy: string;
}

/**
 * A submitter reports that a report does not fit what they know of the patient: those who read must acknowledge it.
 *
 * @throws DomainError not-found `report/not-found`; conflicts `discrepancy/nothing-reported`, `discrepancy/retracted`
 */
export function reportDiscrepancy(
  { study, reads, reports }: ReadingRows,
  { id, reportId, note, openedBy }: ReportedBack,
  now: Instant,
): Change<{ duties: NotificationDuty[] }, NotificationDuty> {
  const { id: formerReportId, readId } = inDoubt(reports, reportId);
  const found = { id, source: 'submitter', readId, reportId: null, formerReportId, note, openedBy } as const;
  const { duty, event } = openDiscrepancy({ study, reads }, found, now);
  return { next: { duties: [duty] }, events: [event], result: duty };
}

function inDoubt(reports: readonly Report[], id: ReportId | null): Report {
  const issued = reports.filter(({ kind }) => kind !== 'opinion');
  const asked = id === null ? issued : issued.filter((report) => report.id === id);
  if (asked.length === 0) {
    if (id !== null) throw new DomainError('not-found', 'report/not-found', 'No such report on this study');
    throw new DomainError('conflict', 'discrepancy/nothing-reported', 'Nothing has been reported on this study yet');
  }
  const standing = asked.filter(({ flags }) => !flags.includes(RETRACTED_FLAG));
  const [latest] = standing.toSorted((a, b) => b.signedAt.getTime() - a.signedAt.getTime());
  if (latest !== undefined) return latest;
  throw new DomainError('conflict', 'discrepancy/retracted', 'The report has been withdrawn already');
}
