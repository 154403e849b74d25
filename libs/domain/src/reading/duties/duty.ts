import type { DutyId, FacilityId, HealthSystemId, ReadId, ReportId, StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

/** What somebody must be told of. */
export const DUTY_KINDS = ['discrepancy', 'retraction', 'critical-result'] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

/** How a discrepancy was found. */
export const DISCREPANCY_SOURCES = ['final-over-preliminary', 'second-read', 'submitter'] as const;
export type DiscrepancySource = (typeof DISCREPANCY_SOURCES)[number];

export const CHANNELS = ['phone', 'in-person', 'secure-message', 'pager', 'fax', 'other'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Whether they spoke to each other. */
export const isByVoice = (channel: Channel): boolean => channel === 'phone' || channel === 'in-person';

/** `reached` spoke to the person; the others are tries. None of them is an acknowledgement. */
export const ATTEMPT_OUTCOMES = ['reached', 'message-left', 'not-reached'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** Whose act it was: a person or key, by id and name. */
export interface Actor {
  id: string;
  name: string;
}

/** A try to tell. Instants are RFC 3339. */
export interface DutyAttempt {
  at: string;
  channel: Channel;
  /** Who was asked for, or reached. */
  person: string;
  outcome: AttemptOutcome;
  note: string | null;
  by: Actor;
}

/** Somebody says that they know: by name, in their role, at a time. */
export interface Acknowledgement {
  name: string;
  role: string | null;
  at: string;
  /** Repeated what they were told; null when nobody says. */
  readBack: boolean | null;
  by: Actor;
}

/** Why nothing more is to be done. */
export interface Closure {
  outcome: string;
  by: Actor | null;
}

/** Which side must come to know: the patient's clinicians, or those who read. */
export type OwedTo = 'clinician' | 'readers';

/**
 * That somebody must be told something about a study, by name, within a time: one for each finding and person. Sending
 * is not acknowledgement: until somebody acknowledges it, it is escalated. The words stay in the reports; here are ids.
 */
export interface NotificationDuty {
  id: DutyId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  facilityId: FacilityId;
  kind: DutyKind;
  /** How a discrepancy was found, why a report was retracted, or the category of a critical result. */
  source: string;
  owedTo: OwedTo;
  /** The read it comes of; null when a submitter names none. */
  readId: ReadId | null;
  /** The report to go by now; null while there is none. */
  reportId: ReportId | null;
  /** The report that they were told of before. */
  formerReportId: ReportId | null;
  /** Who is to be told; null is whoever answers at the facility. */
  toName: string | null;
  toContact: string | null;
  /** In the words of whoever opened it. */
  note: string | null;
  /** The patient had left when the clinician came to know; null while nobody says. */
  patientLeft: boolean | null;
  openedAt: Instant;
  openedBy: string | null;
  /** Fixed when it is opened. */
  targetMinutes: number;
  dueAt: Instant;
  attempts: DutyAttempt[];
  acknowledgement: Acknowledgement | null;
  acknowledgedAt: Instant | null;
  /** Steps of escalation taken so far. */
  escalations: number;
  /** When the next step is taken unless somebody acknowledges; null when none is left. */
  nextEscalationAt: Instant | null;
  closure: Closure | null;
  closedAt: Instant | null;
  version: number;
}

export const DUTY_STATES = ['open', 'acknowledged', 'closed'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

export const dutyState = (duty: Pick<NotificationDuty, 'acknowledgedAt' | 'closedAt'>): DutyState => {
  if (duty.closedAt !== null) return 'closed';
  return duty.acknowledgedAt === null ? 'open' : 'acknowledged';
};
