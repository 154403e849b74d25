import type {
  AgreementId,
  ContractId,
  FacilityId,
  HealthSystemId,
  LicenceId,
  PrivilegeId,
  ReaderId,
  ReadingGroupId,
  ReadingSessionId,
  RosterShiftId,
  ServiceLevelId,
} from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Period } from '../core/period.js';
import type { Issues, ModalityFamily, PatientClass, Priority } from '../studies/study.js';

/** Where something physically is: ISO 3166-1 country, ISO 3166-2 subdivision, IANA zone. */
export interface Place {
  country: string;
  subdivision: string | null;
  zone: string;
}

/** Derived from a session's place and a facility's place, never typed in. */
export const TIERS = ['onshore', 'nearshore', 'offshore'] as const;
export type Tier = (typeof TIERS)[number];

export const FACILITY_KINDS = ['hospital', 'ambulatory-surgical-center', 'clinic', 'diagnostic-center'] as const;
export type FacilityKind = (typeof FACILITY_KINDS)[number];

export interface HealthSystem {
  id: HealthSystemId;
  name: string;
  /** Countries that may never receive this system's data, whatever an agreement says. */
  deniedCountries: string[];
  retiredAt: Instant | null;
  version: number;
}

/** Whom to call at a facility: in the order of its call tree. */
export interface CallContact {
  /** What they are there: `radiologist on call`, `emergency physician`. */
  role: string;
  /** Null where a desk answers, not one person. */
  name: string | null;
  phone: string;
  /** When they answer; null is always. */
  hours: WeeklyHours | null;
}

/** What a study gets when neither the message nor an order says it. */
export interface FacilityDefaults {
  priority: Priority;
  patientClass: PatientClass;
  payer: string | null;
  reportLanguage: string;
}

export interface Facility extends Place {
  id: FacilityId;
  healthSystemId: HealthSystemId;
  /** Stable name in addresses and messages, unique in the network. */
  code: string;
  name: string;
  kind: FacilityKind;
  aeTitles: string[];
  hl7Ids: string[];
  /** Assigner of patient ids and accession numbers when a message names none. */
  issuer: string;
  defaults: FacilityDefaults;
  phone: string | null;
  /** Whom to call when work is handed back or a side is offline, in this order. */
  callTree: CallContact[];
  /** Where studies go while the network cannot be reached; null while nobody has said. */
  standbyRoute: string | null;
  retiredAt: Instant | null;
  version: number;
}

/** `paused`: gets no new work for a time. `draining`: finishes what it holds, the rest goes to the next step at once. */
export const PAUSE_KINDS = ['paused', 'draining'] as const;
export type PauseKind = (typeof PAUSE_KINDS)[number];

/** New work is kept from a reader or a group. Plain JSON: instants are RFC 3339. */
export interface WorkPause {
  kind: PauseKind;
  since: string;
  /** Ends by itself then; null until somebody ends it. */
  until: string | null;
  /** The person who wanted it, and why. */
  by: string;
  reason: string;
}

export interface ReadingGroup {
  id: ReadingGroupId;
  name: string;
  country: string;
  zone: string;
  /** Whether its readers may take any open read instead of the next few. */
  picksFreely: boolean;
  /** Kept from new work; see `pauseInForce`. */
  pause?: WorkPause | null;
  retiredAt: Instant | null;
  version: number;
}

export const READER_KINDS = [
  'radiologist',
  'nuclear-physician',
  'cardiologist',
  'dentist',
  'reporting-radiographer',
  'trainee',
] as const;
export type ReaderKind = (typeof READER_KINDS)[number];

/** Caps of a reader: expected minutes of held work, and hours and studies in a row. `null` is uncapped. */
export interface ReaderLimits {
  routineMinutes: number | null;
  urgentMinutes: number | null;
  sessionHours: number | null;
  consecutiveStudies: number | null;
}

export interface Reader {
  id: ReaderId;
  name: string;
  kind: ReaderKind;
  supervisorId: ReaderId | null;
  homePlace: Place;
  readingGroupIds: ReadingGroupId[];
  /** DICOM modality terms (CT, MR, PT, NM, US, CR, DX, MG, XA ...) the reader is competent in. */
  competences: string[];
  subspecialties: string[];
  /** BCP 47 languages the reader writes reports in. */
  languages: string[];
  excludedFacilityIds: FacilityId[];
  limits: ReaderLimits;
  /** Kept from new work; see `pauseInForce`. */
  pause?: WorkPause | null;
  retiredAt: Instant | null;
  /** Grows with every edit of the reader, a licence or a privilege: closes the race between check and commit. */
  version: number;
}

export interface Licence extends Period {
  id: LicenceId;
  readerId: ReaderId;
  /** ISO 3166-2 subdivision (`US-TX`) or ISO 3166-1 country (`GB`) whose authority issued it. */
  jurisdiction: string;
  number: string;
  retiredAt: Instant | null;
}

export const PRIVILEGE_LEVELS = ['draft', 'preliminary', 'final'] as const;
export type PrivilegeLevel = (typeof PRIVILEGE_LEVELS)[number];

/** Permission to read at a facility, up to a level. */
export interface Privilege extends Period {
  id: PrivilegeId;
  readerId: ReaderId;
  facilityId: FacilityId;
  level: PrivilegeLevel;
  /** DICOM modality terms it covers; empty covers all. */
  modalities: string[];
  /** Relies on another organisation's credentialing (42 CFR 482.22): needs the agreement, fits hospitals only. */
  byProxy: boolean;
  agreementId: AgreementId | null;
  retiredAt: Instant | null;
}

export const AGREEMENT_KINDS = ['baa', 'dpa'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];
/** How much of the patient may leave the facility's country. */
export type TransferMode = 'full' | 'pseudonymous';

export interface Agreement extends Period {
  id: AgreementId;
  healthSystemId: HealthSystemId;
  readingGroupId: ReadingGroupId;
  kind: AgreementKind;
  /** Countries other than the facility's to which data may go, and how. */
  transfers: { country: string; mode: TransferMode; basis: string }[];
  retiredAt: Instant | null;
  version: number;
}

/** Hours of a week in one zone; `days` are ISO weekdays (1 Monday to 7 Sunday, none is every day); `from` and `to` are local `HH:MM`, a `to` not after `from` runs over midnight. */
export interface WeeklyHours {
  zone: string;
  windows: { days: number[]; from: string; to: string }[];
}

export interface ServiceLevel {
  id: ServiceLevelId;
  contractId: ContractId;
  name: string;
  /** Empty lists match everything. */
  modalityFamilies: ModalityFamily[];
  priorities: Priority[];
  patientClasses: PatientClass[];
  issues: Issues[];
  targetMinutes: number;
  /** Share of the target (0..1) after which the clock warns. */
  warnShare: number;
  retiredAt: Instant | null;
}

export const ENGAGEMENT_MODELS = ['subscription', 'transaction', 'project'] as const;

/** What a group reads for a health system: empty lists and `null` hours match everything. */
export interface Contract extends Period {
  id: ContractId;
  healthSystemId: HealthSystemId;
  readingGroupId: ReadingGroupId;
  name: string;
  engagementModel: (typeof ENGAGEMENT_MODELS)[number];
  facilityIds: FacilityId[];
  modalityFamilies: ModalityFamily[];
  priorities: Priority[];
  issues: Issues[];
  hours: WeeklyHours | null;
  retiredAt: Instant | null;
  version: number;
}

/** A type of work for some hours; empty lists are everything. A reader's list is the union of the shifts they are on. */
/** `on-call`: may be called in; `work` is what a shift is otherwise. */
export const SHIFT_KINDS = ['work', 'on-call'] as const;
export type ShiftKind = (typeof SHIFT_KINDS)[number];

export interface RosterShift {
  id: RosterShiftId;
  readingGroupId: ReadingGroupId;
  readerId: ReaderId;
  name: string;
  startsAt: Instant;
  endsAt: Instant;
  modalityFamilies: ModalityFamily[];
  subspecialties: string[];
  facilityIds: FacilityId[];
  kind?: ShiftKind;
}

/** `push`: the dispatcher offers; `pull`: the reader takes the next one. */
export const SESSION_MODES = ['push', 'pull'] as const;
export type SessionMode = (typeof SESSION_MODES)[number];

export interface ReadingSession extends Place {
  id: ReadingSessionId;
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  mode: SessionMode;
  startedAt: Instant;
  until: Instant | null;
  endedAt: Instant | null;
  /** Reads completed in a row in this session, for the fatigue rule. */
  completedReads: number;
  /** Skips that count against the reader's budget, in this session. */
  skipsUsed?: number;
  version: number;
}
