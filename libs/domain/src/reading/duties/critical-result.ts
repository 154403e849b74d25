import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DutyId, ReaderId, ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { type ReadingRows, readOf, requireOwn } from '../held-read.js';
import type { Report } from '../report.js';
import type { Signed } from '../signing/signing.js';
import { trueTime } from '../true-time.js';
import type { Actor, NotificationDuty } from './duty.js';
import { openDuty, type Opened } from './open-duty.js';
import { type CriticalCategory, DEFAULT_TELLING_TIMES } from './telling-times.js';

/** A finding that somebody must hear of within the minutes of its category. */
export interface CriticalFinding {
  id: DutyId;
  readId: ReadId;
  by: ReaderId;
  openedBy: string;
  category: CriticalCategory;
  /** In the reader's words: kept in the row, never in the log. */
  finding: string;
  /** When it was seen: the clock starts then. `null` is now. */
  foundAt: Instant | null;
  /** Absent is whoever asked for the study. */
  to?: { name: string; contact: string | null };
}

interface Rows {
  study: Study;
  reads: Read[];
}

/**
 * A reader finds something critical, before any report if need be. The minutes of its category run from when it was
 * found, on preliminary reads too.
 *
 * @throws DomainError not-found `read/not-found`; forbidden `read/not-yours`; conflict `read/not-held`; invalid
 * `critical-result/in-future`
 */
export function foundCriticalResult(
  rows: Rows,
  { by, category, finding, foundAt, id, openedBy, readId, to }: CriticalFinding,
  now: Instant,
): Change<{ duties: NotificationDuty[] }, NotificationDuty> {
  const read = readOf(rows.reads, readId);
  requireOwn(read, by);
  if (read.state !== 'in-progress' && read.state !== 'completed') {
    throw new DomainError('conflict', 'read/not-held', 'Accept the read before telling its result');
  }
  const found = trueTime(foundAt, now, 'critical-result/in-future');
  const telling = { id, readId, openedBy, ...criticalOf(category), note: finding, ...(to ? { to } : {}) };
  const { duty, event } = openDuty(rows, telling, found);
  return { next: { duties: [duty] }, events: [event], result: duty };
}

/** Beside a signature: what is open on the study already, and who signed. */
interface Beside {
  duties: readonly NotificationDuty[];
  newDutyId: () => DutyId;
  by: Actor;
}

/**
 * A signature whose conclusion is critical, with the duty to tell it: the most pressing one, unless one is open. A
 * result that was given by voice says whom it reached; an opinion is told as the difference that it makes, if it is one.
 */
export function withCriticalResult(
  before: ReadingRows,
  signed: Change<ReadingRows, Signed>,
  { duties, newDutyId, by }: Beside,
  now: Instant,
): Change<ReadingRows, Signed> {
  const { report } = signed.result;
  if (report.kind === 'opinion' || report.conclusion !== 'critical' || duties.some(isOpenCritical)) return signed;
  const { study = before.study, reads = before.reads } = signed.next ?? {};
  const { duty, event } = tellOf(report, { study, reads }, { id: newDutyId(), by }, now);
  return {
    ...signed,
    events: [...(signed.events ?? []), event],
    result: { ...signed.result, duties: [...signed.result.duties, duty] },
  };
}

function tellOf(report: Report, rows: Rows, { id, by }: { id: DutyId; by: Actor }, now: Instant): Opened {
  const { id: reportId, readId, toldAt, toldName } = report;
  const telling = { id, readId, reportId, openedBy: by.id, ...criticalOf('immediate') };
  if (toldName === null) return openDuty(rows, telling, now);
  const opened = openDuty(rows, { ...telling, to: { name: toldName, contact: null } }, now);
  const at = (toldAt ?? now).toISOString();
  const told = { at, channel: 'phone', person: toldName, outcome: 'reached', note: null, by } as const;
  return { ...opened, duty: { ...opened.duty, attempts: [told] } };
}

const criticalOf = (category: CriticalCategory) => ({
  kind: 'critical-result' as const,
  source: category,
  targetMinutes: DEFAULT_TELLING_TIMES.criticalResult[category],
});

const isOpenCritical = ({ closedAt, kind }: NotificationDuty): boolean =>
  kind === 'critical-result' && closedAt === null;
