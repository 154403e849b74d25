import type {
  HealthSystemId,
  LateEntryId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  ReportId,
  StudyId,
} from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Place, Tier } from '../../network/network.js';

/** What a reading made outside was kept on until it was entered. */
export const LATE_ENTRY_SOURCES = ['paper', 'phone', 'other-system'] as const;
export type LateEntrySource = (typeof LATE_ENTRY_SOURCES)[number];

/** Mark on a report of a reading that was made outside. */
export const LATE_ENTRY_FLAG = 'late-entry';

/** How far back a reading may lie, days. */
export const LATE_ENTRY_DAYS = 7;

/** A reading made outside, as its reader attests it. */
export interface OutsideReading {
  /** When it began; null when nobody noted it. */
  startedAt: Instant | null;
  /** When it ended: the true time of the result. */
  readAt: Instant;
  source: LateEntrySource;
  /** Where the paper is, or under which reference it is found. */
  evidence: string;
  /** Where the reader sat. */
  place: Place;
  readingGroupId: ReadingGroupId;
  /** Of that place, for the facility. */
  tier: Tier;
}

/** What stays of an entry beside its report: by whom, from what, and where the proof is. */
export interface LateEntry extends Omit<OutsideReading, 'tier'> {
  healthSystemId: HealthSystemId;
  id: LateEntryId;
  studyId: StudyId;
  readId: ReadId;
  reportId: ReportId;
  readerId: ReaderId;
  enteredAt: Instant;
}
