import type { DomainEvent } from '../../core/event.js';
import type { DutyId, ReadId, ReportId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import type { DiscrepancySource, DutyKind, NotificationDuty, OwedTo } from './duty.js';
import { dutyEvent } from './duty-event.js';
import { DEFAULT_TELLING_TIMES, ESCALATION_STEPS, type TellingTimes } from './telling-times.js';

/** What is to be told, and to whom. */
export interface Telling {
  id: DutyId;
  kind: DutyKind;
  source: string;
  targetMinutes: number;
  owedTo?: OwedTo;
  readId?: ReadId | null;
  reportId?: ReportId | null;
  formerReportId?: ReportId | null;
  /** Who is to be told; absent is the study's requester, null whoever answers at the facility. */
  to?: { name: string; contact: string | null } | null;
  note?: string | null;
  openedBy?: string | null;
}

export interface Opened {
  duty: NotificationDuty;
  event: DomainEvent;
}

interface Rows {
  study: Study;
  reads: readonly Read[];
}

/** A duty to tell, with the event that says so: save the one and append the other in the change that found the reason. */
export function openDuty(rows: Rows, telling: Telling, now: Instant): Opened {
  const { study } = rows;
  const { requester } = study;
  const asked = requester?.name == null ? null : { name: requester.name, contact: requester.phone };
  const to = telling.to === undefined ? asked : telling.to;
  const { id, kind, source, targetMinutes, note = null, openedBy = null } = telling;
  const duty: NotificationDuty = {
    id,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    facilityId: study.facilityId,
    kind,
    source,
    owedTo: telling.owedTo ?? 'clinician',
    readId: telling.readId ?? null,
    reportId: telling.reportId ?? null,
    formerReportId: telling.formerReportId ?? null,
    toName: to?.name ?? null,
    toContact: to?.contact ?? null,
    note,
    patientLeft: null,
    openedAt: now,
    openedBy,
    targetMinutes,
    dueAt: plusMinutes(now, targetMinutes),
    attempts: [],
    acknowledgement: null,
    acknowledgedAt: null,
    escalations: 0,
    nextEscalationAt: plusMinutes(now, targetMinutes * ESCALATION_STEPS[0].atTargets),
    closure: null,
    closedAt: null,
    version: 1,
  };
  return { duty, event: dutyEvent('found', { ...rows, duty }) };
}

/** A difference between two readings, or between a reading and what the submitter knows, that may matter. */
export interface FoundDiscrepancy {
  id: DutyId;
  source: DiscrepancySource;
  /** The read whose report is in doubt or corrected: never a blind second read, whose author nobody is told. */
  readId: ReadId | null;
  /** The report to go by now; null for an opinion, which is nobody's to read. */
  reportId: ReportId | null;
  /** The report that people acted on. */
  formerReportId: ReportId | null;
  /** In the submitter's words. */
  note?: string | null;
  openedBy?: string | null;
}

/**
 * Opens the loop of a possibly significant difference, in the change that found it: what is found between readers the
 * clinician's side must acknowledge, what a submitter reports back those who read.
 */
export function openDiscrepancy(
  rows: Rows,
  { source, ...found }: FoundDiscrepancy,
  now: Instant,
  times: TellingTimes = DEFAULT_TELLING_TIMES,
): Opened {
  const targetMinutes = times.discrepancy[rows.study.priority];
  const fromSubmitter = source === 'submitter';
  const addressee = fromSubmitter ? ({ owedTo: 'readers', to: null } as const) : {};
  return openDuty(rows, { kind: 'discrepancy', source, targetMinutes, ...addressee, ...found }, now);
}
