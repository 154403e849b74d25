import type { HealthSystemId, ReaderId, ReadId, ReportId, StudyId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { LateEntrySource } from './late-entry/late-entry.js';

/** An `opinion` is a second reader's or an adjudicator's: never a report of the study, and never for its health system. */
export const REPORT_KINDS = ['verbal', 'preliminary', 'final', 'addendum', 'opinion'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const CONCLUSIONS = ['normal', 'not-actionable', 'actionable', 'critical'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** Mark on what was read by somebody for whom hard rules were set aside in an emergency. */
export const BREAK_GLASS_FLAG = 'break-glass';

/** What a read produces; never changed once signed. */
export interface Report {
  id: ReportId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  readId: ReadId;
  kind: ReportKind;
  sections: Record<string, string>;
  impression: string;
  conclusion: Conclusion | null;
  authorId: ReaderId;
  authorName: string;
  signedAt: Instant;
  /** Marks that travel with the report: `unbillable`, `integrity-attested`, `priors-missing` ... */
  flags: string[];
  /** Verbal results: whom, and when they were told. */
  toldName: string | null;
  toldAt: Instant | null;
  /** Why the author signed below an integrity floor; null when nothing was attested. */
  attestation: string | null;
  /** For a reading made outside: when it truly ended (RFC 3339), and what it was kept on; `signedAt` is when it was entered. */
  lateEntry?: { readAt: string; source: LateEntrySource } | null;
}

/** Text being written: never an event, replaced at each autosave. */
export interface Draft {
  readId: ReadId;
  healthSystemId: HealthSystemId;
  readerId: ReaderId;
  sections: Record<string, string>;
  impression: string;
  conclusion: Conclusion | null;
  savedAt: Instant;
  version: number;
}
