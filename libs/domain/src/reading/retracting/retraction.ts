import type { HealthSystemId, ReadId, ReportId, RetractionId, StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

export const RETRACTION_KINDS = ['wrong-patient', 'wrong-study', 'other'] as const;
export type RetractionKind = (typeof RETRACTION_KINDS)[number];

/** Who withdrew which reports of a read, when and why; the reports themselves stay, marked. */
export interface Retraction {
  id: RetractionId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  readId: ReadId;
  reportIds: ReportId[];
  kind: RetractionKind;
  reason: string;
  /** Principal, and their name at the time. */
  retractedBy: string;
  retractedByName: string;
  /** The read that gives the right result; null when another read or report stands for it. */
  replacementReadId: ReadId | null;
  at: Instant;
}
