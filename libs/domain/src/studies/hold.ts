/** Why a study may be held and its clocks stand still. A shortage of readers is no reason. */
export const PAUSE_REASONS = [
  'missing-images',
  'missing-priors',
  'missing-clinical-information',
  'technical-repeat',
  'order-mismatch',
  'patient-identity',
  'site-downtime',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Why a study waits, who answers for it, and until when at the latest: then it resumes by itself. Instants are RFC 3339. */
export interface Hold {
  reason: PauseReason;
  note: string | null;
  /** Name of who held it, and their id. */
  owner: string;
  ownerId: string;
  since: string;
  until: string;
}

/** A stretch in which the clocks of the study stood still, kept for good. Instants are RFC 3339. */
export interface StudyPause {
  reason: PauseReason;
  note: string | null;
  owner: string;
  from: string;
  until: string;
}
