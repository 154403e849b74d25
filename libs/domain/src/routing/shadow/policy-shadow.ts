import type { PolicyId, PolicyShadowId, PolicyVersionId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

/** For how long a version may run beside what is in force. */
export const LONGEST_SHADOW_DAYS = 14;

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
  version: number;
}

/** Whether a study routed at the instant is routed by the shadow too. */
export const runsAt = ({ startedAt, until, endedAt }: PolicyShadow, at: Instant): boolean =>
  endedAt === null && startedAt <= at && at < until;
