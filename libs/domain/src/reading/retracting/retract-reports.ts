import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { DutyId, RetractionId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { NewIds } from '../../intake/admit-study.js';
import type { Planning } from '../../routing/plan-reads.js';
import { planExtraRead, plannedPrimary } from '../../routing/plan-extra-read.js';
import type { SlaClock } from '../../sla/clock.js';
import { etaOf } from '../../sla/eta-of.js';
import { startClocks } from '../../sla/ledger/start-clocks.js';
import { voidClock } from '../../sla/ledger/stop-clock.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { RETRACTED_FLAG, studyState } from '../../studies/study-state.js';
import type { Actor, NotificationDuty } from '../duties/duty.js';
import { type ReadingRows, readOf, unblinded, withReads } from '../held-read.js';
import type { Opened } from '../duties/open-duty.js';
import type { Report } from '../report.js';
import type { Retraction, RetractionKind } from './retraction.js';
import { closeMoot, tellAgain } from './tell-again.js';
import { type Withdrawal, withdrawnReports } from './withdrawn-reports.js';

export interface RetractionRows extends ReadingRows {
  clocks: SlaClock[];
  /** Those of the study. */
  duties: NotificationDuty[];
}

export interface Retracting extends Withdrawal {
  id: RetractionId;
  kind: RetractionKind;
  reason: string;
  by: Actor;
  newIds: NewIds & { duty: () => DutyId };
}

export interface Retracted {
  retraction: Retraction;
  read: Read;
  reports: Report[];
  /** The read that gives the right result; null when another read or report stands for it. */
  replacement: Read | null;
  /** Who must be told again. */
  notices: NotificationDuty[];
  /** For people: how the replacement was planned. */
  lines: string[];
}

/**
 * Withdraws what a read has given, everywhere it went, in one change: the reports are marked, addenda under way have
 * nothing left to add to, everybody who was told must be told again, and where the read's result is now missing a new
 * read joins the queue by the plan in force, with a clock of its own. Clocks that have run stay as they ran.
 *
 * @throws DomainError what `withdrawnReports` throws
 */
export function retractReports(
  rows: RetractionRows,
  retracting: Retracting,
  planning: Planning,
  now: Instant,
): Change<RetractionRows, Retracted> {
  const withdrawn = withdrawnReports(rows, retracting);
  const reports = rows.reports.map((report) =>
    withdrawn.includes(report) ? { ...report, flags: [...report.flags, RETRACTED_FLAG] } : report,
  );
  const after = readsAfter({ ...rows, reports }, retracting, planning, now);
  const { read, reads, replaced, needless } = after;
  const state = studyState(rows.study, reads, reports);
  const study = { ...rows.study, state, eta: etaOf(reads, now), version: rows.study.version + 1 };
  const retraction = retractionOf(rows, retracting, { withdrawn, replacement: replaced?.read ?? null }, now);
  const telling = { study, reads, duties: rows.duties, withdrawn, retraction, newId: retracting.newIds.duty };
  const moot = closeMoot(telling, now);
  const notices = tellAgain(telling, now);
  const about = { read, reads, retraction, withdrawn, notices: notices.length };
  const events = [
    retractedEvent(rows, about),
    ...needless.map((each) =>
      studyEvent('read.cancelled', study, [readOf(rows.reads, each.id)], { reason: 'final-retracted' }, each),
    ),
    ...(replaced?.events ?? []),
    ...[...moot, ...notices].map(({ event }) => event),
  ];
  const { clocks } = after;
  const duties = withDuties(rows.duties, [...moot, ...notices]);
  const result = {
    retraction,
    read,
    reports: reports.filter(({ id }) => retraction.reportIds.includes(id)),
    replacement: replaced?.read ?? null,
    notices: notices.map(({ duty }) => duty),
    lines: replaced?.lines ?? [],
  };
  return { next: { study, reads, reports, clocks, duties }, events, result };
}

interface ReadsAfter {
  read: Read;
  reads: Read[];
  replaced: Replacement | null;
  /** Addenda under way with nothing left to add to. */
  needless: Read[];
  clocks: SlaClock[];
}

/** `reports` of the rows are marked already. */
function readsAfter(rows: RetractionRows, retracting: Retracting, planning: Planning, now: Instant): ReadsAfter {
  const { reports } = rows;
  const before = readOf(rows.reads, retracting.readId);
  const read = { ...before, version: before.version + 1 };
  const needless = reports.some(isStandingFinal) ? [] : rows.reads.filter(isOpenAddendum).map(cancel);
  const known = withReads(rows.reads, [read, ...needless]);
  const gone = needsReplacement(rows, read, reports);
  const replaced = gone ? replace(rows, retracting, { planning, reads: known }, now) : null;
  const cancelled = new Set(needless.map(({ id }) => id));
  const clocks = rows.clocks.map((clock) => (cancelled.has(clock.readId) ? voidClock(clock, now) : clock));
  return {
    read,
    reads: replaced === null ? known : [...known, replaced.read],
    replaced,
    needless,
    clocks: [...clocks, ...(replaced?.clocks ?? [])],
  };
}

const withDuties = (duties: readonly NotificationDuty[], opened: readonly Opened[]): NotificationDuty[] => {
  const changed = opened.map(({ duty }) => duty);
  return [...duties.filter((duty) => !changed.some(({ id }) => id === duty.id)), ...changed];
};

const isStandingFinal = (report: Report): boolean => report.kind === 'final' && !report.flags.includes(RETRACTED_FLAG);

const isOpenAddendum = (read: Read): boolean =>
  read.purpose === 'addendum' && read.state !== 'completed' && read.state !== 'cancelled';

const cancel = (read: Read): Read => ({
  ...read,
  state: 'cancelled',
  readerId: null,
  sessionId: null,
  offerExpiresAt: null,
  version: read.version + 1,
});

/** A closed primary read whose result is gone, unless a final stands, or another is on its way to give the same. */
function needsReplacement({ study, reads }: RetractionRows, read: Read, reports: readonly Report[]): boolean {
  if (study.state === 'cancelled' || read.purpose !== 'primary' || read.state !== 'completed') return false;
  const given = reports.some(
    (report) => report.readId === read.id && report.kind === read.issues && !report.flags.includes(RETRACTED_FLAG),
  );
  if (given || reports.some(isStandingFinal)) return false;
  const onItsWay = (each: Read) =>
    each.purpose === 'primary' && each.issues === read.issues && each.ordinal > read.ordinal && isOpen(each);
  return !reads.some(onItsWay);
}

const isOpen = ({ state }: Read): boolean => state !== 'completed' && state !== 'cancelled';

interface Replacement {
  read: Read;
  clocks: SlaClock[];
  events: DomainEvent[];
  lines: string[];
}

/** As the plan in force says for what the read was to issue; its time and its clock run from now. */
function replace(
  { reads: before, study }: RetractionRows,
  { newIds, readId }: Retracting,
  { planning, reads }: { planning: Planning; reads: readonly Read[] },
  now: Instant,
): Replacement {
  const { issues } = readOf(before, readId);
  const planned = plannedPrimary(planning, issues);
  const facts = { replaces: readId, reason: 'retracted' };
  const extra = planExtraRead(planning, { id: newIds.read(), planned, reads, facts }, now);
  const own = { study, reads: [extra.read], clocks: [] };
  const start = { at: now, levels: planning.serviceLevels, newId: newIds.clock };
  const { next, events = [] } = startClocks(own, start);
  const read = next?.reads?.[0] ?? extra.read;
  return { read, clocks: next?.clocks ?? [], events: [...extra.events, ...events], lines: extra.lines };
}

const retractionOf = (
  { study }: RetractionRows,
  { id, readId, kind, reason, by }: Retracting,
  { withdrawn, replacement }: { withdrawn: readonly Report[]; replacement: Read | null },
  now: Instant,
): Retraction => ({
  id,
  healthSystemId: study.healthSystemId,
  studyId: study.id,
  readId,
  reportIds: withdrawn.map((report) => report.id),
  kind,
  reason,
  retractedBy: by.id,
  retractedByName: by.name,
  replacementReadId: replacement?.id ?? null,
  at: now,
});

/** Reaches everybody the reports reached. Why stands in the row: the reason of a wrong patient names two of them. */
function retractedEvent(
  { study, reads: before }: RetractionRows,
  of: { read: Read; reads: readonly Read[]; retraction: Retraction; withdrawn: readonly Report[]; notices: number },
): DomainEvent {
  const { id, kind, reportIds, replacementReadId } = of.retraction;
  const facts = {
    retractionId: id,
    kind,
    reportIds,
    reports: of.withdrawn.map((report) => report.kind),
    replacementReadId,
    notices: of.notices,
  };
  return studyEvent('report.retracted', study, unblinded([...before, ...of.reads]), facts, of.read);
}
