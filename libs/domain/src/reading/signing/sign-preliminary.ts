import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { ReadingRows } from '../held-read.js';
import { validateReport } from '../validate-report.js';
import { completed, openedRead, reportOf, requireNoAddendum, type Signed, type Signing, signed } from './signing.js';

/**
 * Issues a preliminary report. A read that is to issue one is completed by it; a read that is to issue a final goes on.
 * Never held by an integrity floor, nor by an identity still unconfirmed. After a final it still leaves, flagged
 * `after-final`: work done is not lost, and the study stays final.
 *
 * @throws DomainError conflicts `read/not-open`, `read/issues-other`, `report/already-issued`, `read/completed`,
 * `read/cancelled`, `study/cancelled`; forbidden `read/not-yours`; invalid `report/invalid`
 */
export function signPreliminary(rows: ReadingRows, signing: Signing, now: Instant): Change<ReadingRows, Signed> {
  const read = openedRead(rows, signing);
  requireNoAddendum(read);
  if (read.issues !== 'preliminary' && read.issues !== 'final') {
    throw new DomainError('conflict', 'read/issues-other', `The read issues a ${read.issues}, not a preliminary`);
  }
  if (rows.reports.some((report) => report.readId === read.id && report.kind === 'preliminary')) {
    throw new DomainError('conflict', 'report/already-issued', 'The read has issued its preliminary report');
  }
  validateReport(signing.body, 'preliminary');
  const report = reportOf('preliminary', { study: rows.study, read, signing }, now);
  const late = rows.study.state === 'final' ? { ...report, flags: [...report.flags, 'after-final'] } : report;
  const next: Read = read.issues === 'preliminary' ? completed(read, now) : { ...read, version: read.version + 1 };
  return signed(rows, { read: next, report: late, type: 'report.issued' }, now);
}
