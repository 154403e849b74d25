import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { changesWhatMatters, standingPreliminary } from '../discrepancy.js';
import { type Opened, openDiscrepancy } from '../duties/open-duty.js';
import type { ReadingRows } from '../held-read.js';
import { floorFailure } from '../integrity.js';
import type { Report } from '../report.js';
import { validateReport } from '../validate-report.js';
import {
  completed,
  type FinalSigning,
  openedRead,
  reportOf,
  requireNoAddendum,
  type Signed,
  signed,
} from './signing.js';

/**
 * Issues the final report and completes the read. Preliminary reads of the study that nobody has opened are cancelled;
 * a change of the preliminary's conclusion that matters opens the loop of a discrepancy, without a word of either text.
 *
 * @throws DomainError conflicts `read/not-open`, `read/issues-other`, `identity/unconfirmed`, `eligibility/{code}`,
 * `integrity/attestation-required`, `read/completed`, `read/cancelled`, `study/cancelled`; forbidden
 * `read/not-yours`; invalid `report/invalid`
 */
export function signFinal(rows: ReadingRows, signing: FinalSigning, now: Instant): Change<ReadingRows, Signed> {
  const read = openedRead(rows, signing);
  requireFinalAllowed(rows.study, read, signing);
  validateReport(signing.body, 'final');
  const attested = attestation(rows.study, read, signing, now);
  const plain = reportOf('final', { study: rows.study, read, signing }, now);
  const report: Report =
    attested === null ? plain : { ...plain, attestation: attested, flags: [...plain.flags, 'integrity-attested'] };
  const next = completed(read, now);
  const cancelled = rows.reads.filter(isNeedless).map(cancel);
  const opened = discrepancies(rows, signing, report, now);
  return signed(rows, { read: next, report, type: 'report.finalized', cancelled, opened }, now);
}

function requireFinalAllowed(study: Study, read: Read, { failedRules = [] }: FinalSigning): void {
  requireNoAddendum(read);
  if (read.issues !== 'final') {
    throw new DomainError('conflict', 'read/issues-other', `The read issues a ${read.issues}, not a final`);
  }
  if (study.identityUnconfirmed) {
    const message = 'Whose study this is has not been confirmed: preliminary results only';
    throw new DomainError('conflict', 'identity/unconfirmed', message);
  }
  const [failed] = failedRules;
  if (failed !== undefined) {
    const facts = { failed: failedRules.map(({ code, fact }) => ({ code, fact })) };
    throw new DomainError('conflict', `eligibility/${failed.code}`, failed.fact, { facts });
  }
}

/** The reason attested when the final is below its floor, `null` when it needs none. */
function attestation(study: Study, read: Read, signing: FinalSigning, now: Instant): string | null {
  const { body, floors = {}, imagesOpened = null } = signing;
  const failure = floorFailure(study, read, { floors, conclusion: body.conclusion ?? null, imagesOpened }, now);
  if (failure === null) return null;
  const reason = body.attestation?.reason;
  if (reason !== undefined) return reason;
  const message = `The read was open ${Math.floor(failure.openSeconds)} s of at least ${failure.floorSeconds} s`;
  throw new DomainError(
    'conflict',
    'integrity/attestation-required',
    failure.reason === 'images-not-opened' ? 'The images were not opened' : message,
    { facts: { ...failure } },
  );
}

/** A preliminary that nobody has begun to read has nothing to say once the final is out. */
const isNeedless = (read: Read): boolean =>
  read.purpose === 'primary' &&
  read.issues === 'preliminary' &&
  read.openedAt === null &&
  (read.state === 'queued' || read.state === 'assigned' || read.state === 'in-progress');

const cancel = (read: Read): Read => ({
  ...read,
  state: 'cancelled',
  readerId: null,
  sessionId: null,
  offerExpiresAt: null,
  startedAt: null,
  version: read.version + 1,
});

function discrepancies(
  { study, reads, reports }: ReadingRows,
  { newDutyId }: FinalSigning,
  final: Report,
  now: Instant,
): Opened[] {
  const preliminary = standingPreliminary(reports);
  if (preliminary === null || !changesWhatMatters(preliminary.conclusion, final.conclusion)) return [];
  const { id: reportId, readId } = final;
  const found = { id: newDutyId(), source: 'final-over-preliminary', readId, reportId } as const;
  return [openDiscrepancy({ study, reads }, { ...found, formerReportId: preliminary.id }, now)];
}
