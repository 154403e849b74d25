import { DomainError } from '../../core/domain-error.js';
import type { ReaderId, ReadId, ReportId } from '../../core/ids.js';
import { RETRACTED_FLAG } from '../../studies/study-state.js';
import { type ReadingRows, readOf } from '../held-read.js';
import type { Report } from '../report.js';

/** Which reports are asked to be withdrawn, and by whom. */
export interface Withdrawal {
  readId: ReadId;
  /** One of the read's; null is everything it gave. */
  reportId: ReportId | null;
  /** The reader who asks; null for an administrator, who may withdraw anybody's. */
  readerId: ReaderId | null;
}

const stands = (report: Report): boolean => !report.flags.includes(RETRACTED_FLAG);
/** What has left: an opinion never does. */
const hasLeft = (report: Report): boolean => ['verbal', 'preliminary', 'final', 'addendum'].includes(report.kind);

/**
 * The reports that a retraction withdraws: those of the read, and with its final every addendum, which stands on it.
 *
 * @throws DomainError not-found `read/not-found`, `report/not-found`; forbidden `retract/not-author`; conflicts
 * `retract/nothing-signed`, `retract/already-retracted`
 */
export function withdrawnReports(rows: ReadingRows, { readId, reportId, readerId }: Withdrawal): Report[] {
  const read = readOf(rows.reads, readId);
  const own = rows.reports.filter((report) => report.readId === read.id && hasLeft(report));
  const asked = reportId === null ? own : own.filter((report) => report.id === reportId);
  if (asked.length === 0) {
    if (reportId !== null) throw new DomainError('not-found', 'report/not-found', 'No such report on this read');
    throw new DomainError('conflict', 'retract/nothing-signed', 'The read has given no result to withdraw');
  }
  if (readerId !== null && asked.some((report) => report.authorId !== readerId && report.kind !== 'addendum')) {
    throw new DomainError('forbidden', 'retract/not-author', 'A report is withdrawn by its author or an administrator');
  }
  const standing = asked.filter(stands);
  if (standing.length === 0) {
    throw new DomainError('conflict', 'retract/already-retracted', 'It has been withdrawn already');
  }
  return [...standing, ...addendaOf(rows, standing)];
}

/** Addenda that would be left without the final they add to. */
function addendaOf({ reads, reports }: ReadingRows, withdrawn: readonly Report[]): Report[] {
  const finals = withdrawn.filter((report) => report.kind === 'final');
  if (finals.length === 0) return [];
  const others = reports.some((report) => report.kind === 'final' && stands(report) && !withdrawn.includes(report));
  return reports.filter((report) => {
    if (report.kind !== 'addendum' || !stands(report) || withdrawn.includes(report)) return false;
    if (finals.some((final) => final.readId === report.readId)) return true;
    return !others && reads.some((read) => read.id === report.readId && read.purpose === 'addendum');
  });
}
