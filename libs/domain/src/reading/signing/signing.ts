import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent, EventType, JsonObject } from '../../core/event.js';
import type { DutyId, ReadId, ReadingSessionId, ReportId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { FailedRule } from '../../eligibility/facts.js';
import { etaOf } from '../../sla/eta-of.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { studyState } from '../../studies/study-state.js';
import type { Study } from '../../studies/study.js';
import type { NotificationDuty } from '../duties/duty.js';
import type { Opened } from '../duties/open-duty.js';
import { type Author, type ReadingRows, readOf, requireLive, requireOwn, unblinded, withReads } from '../held-read.js';
import type { IntegrityFloors } from '../integrity.js';
import { BREAK_GLASS_FLAG, type Report, type ReportKind } from '../report.js';
import type { ReportBody } from '../validate-report.js';

export interface Signing {
  readId: ReadId;
  reportId: ReportId;
  author: Author;
  body: ReportBody;
  /** Announced priors were not there when it was read. */
  priorsMissing?: boolean;
}

export interface FinalSigning extends Signing {
  /** For a discrepancy that it turns out to be. */
  newDutyId: () => DutyId;
  /** Least seconds of reading by modality; none holds nothing. */
  floors?: IntegrityFloors;
  /** What the viewer says of the images; `null` or absent is unknown. */
  imagesOpened?: boolean | null;
  /** Legal rules that no longer hold (stage `sign`): they block the final and nothing else. */
  failedRules?: readonly FailedRule[];
}

export interface Signed {
  read: Read;
  report: Report;
  /** Reads that this result made needless: void their clocks. */
  cancelled: readonly Read[];
  /** Session whose count of completed reads grows by one; `null` when the read goes on. */
  completedSessionId: ReadingSessionId | null;
  /** What must be told because of it: save them in the same change. */
  duties: readonly NotificationDuty[];
}

/** The read of a signing, held and opened by its author; conflict `read/not-open` before it was opened. */
export function openedRead(
  { study, reads }: Pick<ReadingRows, 'study' | 'reads'>,
  { readId, author }: Pick<Signing, 'readId' | 'author'>,
): Read {
  const read = readOf(reads, readId);
  requireOwn(read, author.readerId);
  requireLive(read);
  // One whose result was withdrawn waits for the right one.
  if (study.state === 'cancelled') throw new DomainError('conflict', 'study/cancelled', 'The study is cancelled');
  if (read.state !== 'in-progress' || read.openedAt === null) {
    throw new DomainError('conflict', 'read/not-open', 'Open the read before signing');
  }
  return read;
}

/** A read that late images ask for adds to a report that is out; it issues none of its own. */
export function requireNoAddendum({ purpose }: Read): void {
  if (purpose !== 'addendum') return;
  throw new DomainError('conflict', 'read/issues-other', 'The read adds to the final: sign an addendum');
}

export interface Reported {
  study: Study;
  read: Read;
  signing: Signing;
}

/** The report of a signing, with the flags that its read and study give it. */
export function reportOf(kind: ReportKind, { study, read, signing }: Reported, now: Instant): Report {
  const { author, body, priorsMissing, reportId } = signing;
  const arrivedSince = study.lastImageAt !== null && read.openedAt !== null && study.lastImageAt > read.openedAt;
  // An addendum answers late images; it does not suffer from them.
  const lateImages = arrivedSince && kind !== 'addendum';
  const flags = [
    ...(read.breakGlassId === null ? [] : [BREAK_GLASS_FLAG]),
    ...(read.billable ? [] : ['unbillable']),
    ...(priorsMissing === true ? ['priors-missing'] : []),
    ...(lateImages ? ['late-images'] : []),
    ...(study.identityUnconfirmed ? ['identity-unconfirmed'] : []),
  ];
  return {
    id: reportId,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    readId: read.id,
    kind,
    sections: { ...body.sections },
    impression: body.impression,
    conclusion: body.conclusion ?? null,
    authorId: author.readerId,
    authorName: author.name,
    signedAt: now,
    flags,
    toldName: null,
    toldAt: null,
    attestation: null,
  };
}

/** The read with its result given. */
export const completed = (read: Read, now: Instant): Read => ({
  ...read,
  state: 'completed',
  completedAt: now,
  version: read.version + 1,
});

export interface Outcome {
  read: Read;
  report: Report;
  /** What the report is told by; null for one that is told to nobody. */
  type: EventType | null;
  cancelled?: readonly Read[];
  /** More to tell, after the report and the completed read. */
  further?: readonly DomainEvent[];
  /** Duties to tell that the result opens. */
  opened?: readonly Opened[];
}

/** The change a signed report makes: report, read, needless reads, study, and the events that say so. */
export function signed(rows: ReadingRows, outcome: Outcome, now: Instant): Change<ReadingRows, Signed> {
  const { read, report, type, cancelled = [], further = [], opened = [] } = outcome;
  const reads = withReads(rows.reads, [read, ...cancelled]);
  const reports = [...rows.reports, report];
  const facts: JsonObject = { reportId: report.id, kind: report.kind, flags: report.flags };
  const ends = read.state === 'completed' && readOf(rows.reads, read.id).state !== 'completed';
  const audience = unblinded(reads);
  const about = (eventType: EventType, data: JsonObject) => studyEvent(eventType, rows.study, audience, data, read);
  const events = [
    ...(type === null ? [] : [about(type, facts)]),
    ...(ends ? [about('read.completed', { purpose: read.purpose, issues: read.issues })] : []),
    ...further,
    ...opened.map(({ event }) => event),
    ...cancelled.map((each) =>
      studyEvent('read.cancelled', rows.study, [readOf(rows.reads, each.id)], { reason: 'final-issued' }, each),
    ),
  ];
  return {
    next: { study: recomputed(rows.study, reads, reports, now), reads, reports },
    events,
    result: {
      read,
      report,
      cancelled,
      completedSessionId: ends ? read.sessionId : null,
      duties: opened.map(({ duty }) => duty),
    },
  };
}

function recomputed(study: Study, reads: readonly Read[], reports: readonly Report[], now: Instant): Study {
  const state = studyState(study, reads, reports);
  const eta = etaOf(reads, now);
  const same = state === study.state && eta?.getTime() === study.eta?.getTime();
  return same ? study : { ...study, state, eta, version: study.version + 1 };
}
