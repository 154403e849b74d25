import type { PolicyId, PolicyTestRunId, PolicyVersionId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { RuleCount } from './compare-policies.js';

export const TEST_KINDS = ['study', 'samples', 'period'] as const;
export type TestKind = (typeof TEST_KINDS)[number];

/** That somebody tried a version on studies before it decided anything, and what came of it. */
export interface PolicyTestRun {
  id: PolicyTestRunId;
  policyId: PolicyId;
  policyVersionId: PolicyVersionId;
  /** The version of the same policy that was in force then, which it was compared with. */
  againstVersionId: PolicyVersionId | null;
  at: Instant;
  /** Who tried it. */
  actor: string;
  kind: TestKind;
  /** The period whose studies were tried; null for samples. */
  fromAt: Instant | null;
  untilAt: Instant | null;
  /** How many studies were tried, and how many of them would be routed another way than now. */
  studies: number;
  changed: number;
  rules: RuleCount[];
}
