import type { PolicyId, PolicyShadowId, PolicyVersionId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { ShadowFigures } from './shadow-figures.js';

/** For how long a version may run beside what is in force. */
export const LONGEST_SHADOW_DAYS = 14;

/** For how long after its end it is kept what a shadow found of each study; its figures stay. */
export const SHADOW_KEPT_DAYS = 90;

/**
 * Why a shadow ended: somebody stopped it; its time was over; its version was put in force, or retired; or what it was set
 * beside is no longer in force.
 */
export const SHADOW_ENDS = ['stopped', 'over', 'activated', 'retired', 'replaced'] as const;
export type ShadowEnd = (typeof SHADOW_ENDS)[number];

/** A version that routes live studies beside the policies in force, for comparison only. */
export interface PolicyShadow {
  id: PolicyShadowId;
  policyId: PolicyId;
  /** Its document never changes, and neither does what the shadow routes by. */
  policyVersionId: PolicyVersionId;
  /** The version of the same policy that was in force throughout; null where none was. */
  againstVersionId: PolicyVersionId | null;
  startedAt: Instant;
  /** Studies routed at this instant and later are no longer routed in shadow. */
  until: Instant;
  startedBy: string;
  reason: string;
  endedAt: Instant | null;
  /** Null where it ended by itself. */
  endedBy: string | null;
  ended: ShadowEnd | null;
  /** When what it found of each study was dropped, with the figures it came to by then; null while all of it is there. */
  forgottenAt: Instant | null;
  figures: KeptFigures | null;
  version: number;
}

/** Figures over everybody's studies, and how often they were routed. */
export type KeptFigures = ShadowFigures & { routings: number };

/** When what a shadow found of each study is dropped; null while it runs. */
export const shadowKeptUntil = ({ endedAt }: Pick<PolicyShadow, 'endedAt'>): Instant | null =>
  endedAt && plusMinutes(endedAt, SHADOW_KEPT_DAYS * 24 * 60);

/** Whether a study routed at the instant is routed by the shadow too. */
export const runsAt = ({ startedAt, until, endedAt }: PolicyShadow, at: Instant): boolean =>
  endedAt === null && startedAt <= at && at < until;
