import type { ReaderId, ReadId, ReadingGroupId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type {
  Agreement,
  Contract,
  Facility,
  HealthSystem,
  Licence,
  Privilege,
  Reader,
  ReadingSession,
  RosterShift,
} from '../network/network.js';
import type { Issues, ModalityFamily, PatientClass, Priority } from '../studies/study.js';
import type { Purpose } from '../studies/read.js';

/** In the order they are told to people; each is a stable code. */
export const RULE_CODES = [
  'modality',
  'subspecialty',
  'licence',
  'privilege',
  'agreement',
  'contract',
  'residency',
  'payer',
  'language',
  'independence',
  'exclusion',
  'session',
  'capacity',
  'fatigue',
] as const;
export type RuleCode = (typeof RULE_CODES)[number];

/** A hard rule that does not hold, with the fact a person needs ("licence US-TX expired 2026-05-03"). */
export interface FailedRule {
  code: RuleCode;
  fact: string;
}

/** When the rules are asked. `plan` accepts a roster shift for a session; `sign` leaves out session, capacity, fatigue. */
export type Stage = 'plan' | 'offer' | 'open' | 'sign';

/** What the rules need to know of a read and its study. */
export interface ReadFacts {
  readId: ReadId;
  purpose: Purpose;
  issues: Issues;
  independent: boolean;
  billable: boolean;
  expectedMinutes: number;
  modalities: readonly string[];
  modalityFamily: ModalityFamily;
  subspecialty: string | null;
  priority: Priority;
  patientClass: PatientClass;
  payer: string | null;
  reportLanguage: string;
  facility: Facility;
  healthSystem: HealthSystem;
  /** Everyone who did or holds another read of this study. */
  otherReads: readonly { readerId: ReaderId; readingGroupId: ReadingGroupId | null; purpose: Purpose }[];
}

/**
 * What the rules need to know of a reader. `session` is null when not signed on; at `sign` it is the session the read was
 * opened in, ended or not: nobody's place is presumed there.
 */
export interface ReaderFacts {
  reader: Reader;
  licences: readonly Licence[];
  privileges: readonly Privilege[];
  session: ReadingSession | null;
  /** Shifts that overlap the planning horizon; one that ended counts for nothing. */
  shifts: readonly RosterShift[];
  /** Expected minutes of reads held now (assigned or in progress), this one left out; critical and STAT count as urgent. */
  held: { routineMinutes: number; urgentMinutes: number };
}

/** What stands between the facility's health system and a reading group. */
export interface Relations {
  agreements: readonly Agreement[];
  contracts: readonly Contract[];
}

export interface EligibilityQuestion {
  read: ReadFacts;
  reader: ReaderFacts;
  relations: Relations;
  stage: Stage;
  now: Instant;
}
