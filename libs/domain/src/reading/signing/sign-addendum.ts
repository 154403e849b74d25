import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { RETRACTED_FLAG } from '../../studies/study-state.js';
import { type ReadingRows, readOf } from '../held-read.js';
import type { Report } from '../report.js';
import { validateReport } from '../validate-report.js';
import { completed, openedRead, reportOf, type Signed, type Signing, signed } from './signing.js';

export interface AddendumSigning extends Signing {
  /** The final's author is off and the signer is an eligible reader of the same group. */
  coversForAuthor?: boolean;
}

/**
 * Adds to a final report, which itself stays as it was signed. On the read that issued the final: by its author, or by
 * whoever covers while they are off. On a read made for the addendum: by its holder, whom it completes.
 *
 * @throws DomainError conflicts `report/no-final`, `read/not-open` and the rest of an opened read; forbidden
 * `addendum/not-author`, `read/not-yours`; invalid `report/invalid`
 */
export function signAddendum(rows: ReadingRows, signing: AddendumSigning, now: Instant): Change<ReadingRows, Signed> {
  const read = readOf(rows.reads, signing.readId);
  const own = read.purpose === 'addendum';
  if (own) openedRead(rows, signing);
  requireFinal(rows.reports, read, signing);
  validateReport(signing.body, 'addendum');
  const report = reportOf('addendum', { study: rows.study, read, signing }, now);
  const next = own ? completed(read, now) : { ...read, version: read.version + 1 };
  return signed(rows, { read: next, report, type: 'report.addended' }, now);
}

function requireFinal(reports: readonly Report[], read: Read, signing: AddendumSigning): void {
  const finals = reports.filter((report) => report.kind === 'final' && !report.flags.includes(RETRACTED_FLAG));
  const final = read.purpose === 'addendum' ? finals.at(-1) : finals.find((report) => report.readId === read.id);
  if (final === undefined) {
    throw new DomainError('conflict', 'report/no-final', 'There is no final report to add to');
  }
  const mayAdd =
    read.purpose === 'addendum' || final.authorId === signing.author.readerId || signing.coversForAuthor === true;
  if (!mayAdd) {
    throw new DomainError('forbidden', 'addendum/not-author', 'An addendum is its author’s, or theirs who cover');
  }
}
