import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { ReadId, ReportId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { studyEvent } from '../studies/study-event.js';
import { type Author, type ReadingRows, readOf, requireOwn, unblinded } from './held-read.js';
import { BREAK_GLASS_FLAG, type Conclusion, type Report } from './report.js';
import { trueTime } from './true-time.js';
import { validateReport } from './validate-report.js';

export interface VerbalResult {
  readId: ReadId;
  reportId: ReportId;
  author: Author;
  /** Who was told. */
  toldName: string;
  /** When they were told: the true time, which may lie well before now; `null` is now. */
  toldAt: Instant | null;
  impression: string;
  conclusion: Conclusion | null;
}

/**
 * Records a result given by voice. Care comes first: no report, open images or integrity floor is asked for, only that
 * the reader holds the read or has completed it. It moves neither the read nor the study.
 *
 * @throws DomainError invalid `verbal/in-future`, `verbal/told-required`, `report/invalid`; forbidden `read/not-yours`;
 * conflict `read/not-held`
 */
export function recordVerbal(
  { study, reads, reports }: ReadingRows,
  verbal: VerbalResult,
  now: Instant,
): Change<ReadingRows, Report> {
  const read = readOf(reads, verbal.readId);
  requireOwn(read, verbal.author.readerId);
  if (read.state !== 'in-progress' && read.state !== 'completed') {
    throw new DomainError('conflict', 'read/not-held', 'Accept the read before telling its result');
  }
  validateReport({ impression: verbal.impression }, 'verbal');
  const toldAt = trueTime(verbal.toldAt, now, 'verbal/in-future');
  if (verbal.toldName.trim() === '') throw wrong('to', 'verbal/told-required', 'say who was told');
  const report: Report = {
    id: verbal.reportId,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    readId: read.id,
    kind: 'verbal',
    sections: {},
    impression: verbal.impression,
    conclusion: verbal.conclusion,
    authorId: verbal.author.readerId,
    authorName: verbal.author.name,
    signedAt: now,
    flags: [...(read.breakGlassId === null ? [] : [BREAK_GLASS_FLAG]), ...(read.billable ? [] : ['unbillable'])],
    toldName: verbal.toldName,
    toldAt,
    attestation: null,
  };
  const facts = { reportId: report.id, toldAt: toldAt.toISOString() };
  return {
    next: { reports: [...reports, report] },
    events: [studyEvent('read.verbal', study, unblinded(reads), facts, read)],
    result: report,
  };
}

const wrong = (path: string, code: string, message: string): DomainError =>
  new DomainError('invalid', code, message, { errors: [{ path, code, message }] });
