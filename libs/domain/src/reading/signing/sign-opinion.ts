import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { ReadingRows } from '../held-read.js';
import { validateReport } from '../validate-report.js';
import { completed, openedRead, reportOf, type Signed, type Signing, signed } from './signing.js';

/**
 * Hands in an opinion and completes its read. It is nobody's report: the study stays as it is, and of its words nothing
 * is told. Never held by an integrity floor, nor by a rule of who may issue: it issues nothing.
 *
 * @throws DomainError conflicts `read/not-open`, `read/issues-other`, `adjudication/to-decide`, `read/completed`, `read/cancelled`,
 * `study/cancelled`, `study/retracted`; forbidden `read/not-yours`; invalid `report/invalid`
 */
export function signOpinion(rows: ReadingRows, signing: Signing, now: Instant): Change<ReadingRows, Signed> {
  const read = openedRead(rows, signing);
  if (read.issues !== 'opinion') {
    throw new DomainError('conflict', 'read/issues-other', `The read issues a ${read.issues}, not an opinion`);
  }
  if (read.purpose === 'adjudication') {
    throw new DomainError('conflict', 'adjudication/to-decide', 'An adjudication is handed in as a decision');
  }
  validateReport(signing.body, 'opinion');
  const report = reportOf('opinion', { study: rows.study, read, signing }, now);
  return signed(rows, { read: completed(read, now), report, type: null }, now);
}
