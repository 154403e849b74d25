import type { FacilityId, HealthSystemId, Id, ReaderId, ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { ModalityFamily } from '../../studies/study.js';
import type { RuleCode } from '../facts.js';

export type CoverageWarningId = Id<'CoverageWarning'>;

/** Hours on end with nobody, or one alone, as they stood when somebody looked. Plain JSON: instants are RFC 3339. */
export interface ThinHours {
  from: string;
  until: string;
  /** Eligible readers of each hour from `from` on, one digit each: 0, 1, or 2 for more. */
  readers: string;
  expectedStudies: number;
  /** Reads that wait; 0 while the hours are still to come. */
  queued: number;
  /** Nobody has looked further than this yet. */
  knownUntil: string;
}

/** What ends, and what nobody, or one alone, may read then. Plain JSON. */
export interface EndingCredential {
  kind: 'licence' | 'privilege' | 'agreement';
  id: string;
  readerId: ReaderId | null;
  readingGroupId: ReadingGroupId | null;
  /** Whose it is, and where or with whom it counts, in words. */
  holder: string;
  about: string;
  expiresAt: string;
  unreadablePerWeek: number;
  lastReaderPerWeek: number;
  /** How near its end is: the smallest of `DAYS_AHEAD` that it falls within. */
  withinDays: number;
}

/** Who can mend it: groups with readers who lack nothing but a shift, else the one fact that keeps most readers out. */
export interface Mending {
  groups: { readingGroupId: ReadingGroupId; readers: number }[];
  blocker: { code: RuleCode; fact: string; readers: number } | null;
}

/** `passed`: the hours, or the credential, are over as they were warned of. `joined`: went on as part of another warning. */
export const WARNING_ENDS = ['mended', 'nothing-expected', 'passed', 'joined'] as const;
export type WarningEnd = (typeof WARNING_ENDS)[number];

export interface WarnedKind {
  facilityId: FacilityId;
  healthSystemId: HealthSystemId;
  modalityFamily: ModalityFamily;
  subspecialty: string | null;
}

interface WarningOf<Subject extends string, State> {
  id: CoverageWarningId;
  subject: Subject;
  /** The studies meant; null of a credential, which may be for many. */
  kind: Subject extends 'hours' ? WarnedKind : null;
  /** Whose managers are told. */
  readingGroupIds: ReadingGroupId[];
  /** As it stands now, and as it was when it was last told. */
  state: State;
  told: State;
  mending: Mending | null;
  raisedAt: Instant;
  /** When it was last told, and how often it was. */
  warnedAt: Instant;
  warnings: number;
  acknowledgement: { by: { id: string; name: string }; at: string; note: string | null } | null;
  endedAt: Instant | null;
  ended: WarningEnd | null;
  version: number;
}

export type HoursWarning = WarningOf<'hours', ThinHours>;
export type CredentialWarning = WarningOf<'credential', EndingCredential>;
/** Something that readers will be missing for, told before it happens. */
export type CoverageWarning = HoursWarning | CredentialWarning;

/** What a look at the coverage does to a warning; `tell` is null when nobody need hear of it. */
export interface Judged<W extends CoverageWarning = CoverageWarning> {
  warning: W;
  tell: 'warned' | 'worse' | 'ended' | null;
}

/** An open warning that is over. Without `tell` it only went on as part of another. */
export function ended<W extends CoverageWarning>(warning: W, how: WarningEnd, now: Instant): Judged<W> {
  return {
    warning: { ...warning, endedAt: now, ended: how, version: warning.version + 1 },
    tell: how === 'joined' ? null : 'ended',
  };
}
