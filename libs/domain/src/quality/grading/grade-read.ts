import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import { DomainError } from '../../core/domain-error.js';
import type { AdjudicationId, DutyId, ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { NotificationDuty } from '../../reading/duties/duty.js';
import type { Opened } from '../../reading/duties/open-duty.js';
import { readOf, type ReadingRows, requireOwn, unblinded } from '../../reading/held-read.js';
import type { Planning } from '../../routing/plan-reads.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { standingReport } from '../pairs/pair-up.js';
import type { ReadPair } from '../pairs/read-pair.js';
import { tellDifference } from '../pairs/tell-difference.js';
import type { Adjudication } from './adjudication.js';
import { type GivenGrade, gradePair, type Grading, needsAdjudication } from './grade-pair.js';
import type { GradingPolicy } from './grading-policy.js';
import { requestAdjudication } from './request-adjudication.js';

export interface GradingRows extends ReadingRows {
  pairs: ReadPair[];
  gradings: Grading[];
  adjudications: Adjudication[];
  /** Those of the study. */
  duties: NotificationDuty[];
}

export interface ReadGrading extends GivenGrade {
  /** The second read. */
  readId: ReadId;
  policy: GradingPolicy;
  /** How a third read of this study is planned; asked only when one is to be. */
  planning: () => Planning;
  newId: { read: () => ReadId; adjudication: () => AdjudicationId; duty: () => DutyId };
}

/**
 * The second reader grades the first read, once, after their own opinion is in. A discordant grade asks a third,
 * independent reader in the same change; one that says that the patient is likely to be affected is told to the
 * clinician's side, where the two conclusions have not told it already. No event says the grade: it is privileged.
 *
 * @throws DomainError what `gradePair` throws; conflict `grading/voided` when a report of the pair was retracted
 */
export function gradeRead(rows: GradingRows, given: ReadGrading, now: Instant): Change<GradingRows, Grading> {
  const second = readOf(rows.reads, given.readId);
  requireOwn(second, given.by);
  const pair = pairToGrade(rows, second);
  const first = pair === null ? otherPrimary(rows.reads, second) : readOf(rows.reads, pair.firstReadId);
  const pairId = pair?.id ?? ('' as ReadPair['id']);
  const grading = gradePair({ pairId, first, second, gradings: rows.gradings }, given, now, given.policy);
  if (pair === null) throw new DomainError('conflict', 'grading/not-a-pair', 'The two reads were never compared');
  const { grade, graderId, gradedAt } = grading;
  const graded: ReadPair = { ...pair, grade, graderId, gradedAt, version: pair.version + 1 };
  const asked = needsAdjudication([grading], rows.reads) ? requestAdjudication(rows, { pair, ...given }, now) : null;
  const opened = toTell(rows, { graded, first, second }, given, now);
  return {
    next: {
      reads: asked === null ? rows.reads : [...rows.reads, asked.read],
      pairs: [graded],
      gradings: [grading],
      adjudications: asked === null ? [] : [asked.adjudication],
      duties: opened.map(({ duty }) => duty),
    },
    events: [gradedEvent(rows, grading), ...opened.map(({ event }) => event), ...(asked?.events ?? [])],
    result: grading,
  };
}

/** The pair of a second read that is to be graded, or one that was; null when it has none. */
function pairToGrade({ pairs }: GradingRows, second: Read): ReadPair | null {
  const own = pairs.filter((pair) => pair.secondReadId === second.id);
  const standing = own.filter((pair) => pair.voidedAt === null);
  if (own.length > 0 && standing.length === 0) {
    throw new DomainError(
      'conflict',
      'grading/voided',
      'A report of the pair was retracted: there is nothing to grade',
    );
  }
  return standing.find((pair) => pair.grade === null) ?? standing[0] ?? null;
}

/** What there would be to grade: not yet read, or no read of somebody else's. */
const otherPrimary = (reads: readonly Read[], second: Read): Read =>
  reads.find((read) => read.purpose === 'primary' && read.id !== second.id && read.state !== 'cancelled') ?? second;

function toTell(
  rows: GradingRows,
  { graded, first, second }: { graded: ReadPair; first: Read; second: Read },
  { newId }: ReadGrading,
  now: Instant,
): Opened[] {
  const [firstReport, secondReport] = [first, second].map((read) => standingReport(rows, read));
  const matters = graded.grade?.endsWith('b') === true;
  if (!matters || !firstReport || !secondReport) return [];
  const told = rows.duties.some(
    ({ formerReportId, kind }) => kind === 'discrepancy' && formerReportId === firstReport.id,
  );
  return told ? [] : [tellDifference(rows, { pair: graded, firstReport, secondReport }, newId.duty(), now)];
}

/** Both readers hear of it, and whoever is to judge does not. */
function gradedEvent({ reads, study }: GradingRows, grading: Grading): DomainEvent {
  const { firstReadId, pairId, scheme, schemeVersion, secondReadId } = grading;
  const first = unblinded(reads).filter((read) => read.id === firstReadId);
  const second = reads.find((read) => read.id === secondReadId);
  return studyEvent('concordance.graded', study, first, { pairId, scheme, schemeVersion }, second);
}
