import type { FacilityId, HealthSystemId, PolicyId, PolicyVersionId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { GradingPolicy } from '../quality/grading/grading-policy.js';
import type { SamplingPolicy } from '../quality/sampling/sampling-policy.js';
import type { Pool, Purpose, StepOpening } from '../studies/read.js';
import type { Issues } from '../studies/study.js';
import type { Condition } from './conditions/condition.js';
import type { PriorityRule } from './priority/priority-rule.js';

export type { Condition } from './conditions/condition.js';

export interface PlannedRead {
  purpose: Purpose;
  issues: Issues;
  independent: boolean;
  billable: boolean;
  ladder: { pool: Pool; opens: StepOpening }[];
  /** Deadline when no service level says one: minutes after the study is ready, or a local time of day at the facility. */
  target: { minutes: number } | { nextLocalTime: string };
}

export interface ReadingPlan {
  name: string;
  reads: PlannedRead[];
  /** A physician at the site justifies each exam before it, where the country asks for that. */
  justifiedOnSite?: boolean;
}

/** Rules are tried in order, facility's before health system's before the network's; the first match decides. */
export interface PolicyRule {
  id: string;
  name: string;
  /** All must hold; none means always. */
  conditions: Condition[];
  /** Name of a plan of this document or of one it inherits from. */
  plan?: string;
  /** Adds without deciding: the search goes on. */
  sets?: { subspecialty?: string; priority?: 'critical' | 'stat' | 'urgent'; protocol?: string };
}

/** How work that nobody takes reaches more people, without anybody editing a rule. The nearest document that says it decides. */
export interface CoveragePolicy {
  /** With nobody eligible signed on where the plan looks, every contracted group may read it: pressing work soon, routine later. */
  broadenUncovered?: { urgentAfterMinutes: number; routineAfterMinutes: number };
  /** At its deadline a read becomes visible to every contracted group. */
  widenAtBreach?: boolean;
  /** At its deadline a read becomes visible to whoever is signed on outside their rostered hours. */
  overdueOffRoster?: boolean;
}

export interface PolicyDocument {
  plans: ReadingPlan[];
  rules: PolicyRule[];
  /** What requested priorities count as, decided before `rules` are tried. */
  priority?: PriorityRule[];
  /** Network policies only: what happens when no rule matched. It cannot be removed. */
  fallback?: string;
  pediatricBelowYears?: number;
  coverage?: CoveragePolicy;
  /** Which studies get a second read though their plan has none; the nearest document that says it decides. */
  sampling?: SamplingPolicy;
  /** Which grades need a comment, and which a third reader; the nearest document that says it decides. */
  grading?: GradingPolicy;
}

export type PolicyScope = 'network' | 'health-system' | 'facility';

export interface Policy {
  id: PolicyId;
  scope: PolicyScope;
  healthSystemId: HealthSystemId | null;
  facilityId: FacilityId | null;
  name: string;
}

export const POLICY_STATES = ['draft', 'tested', 'active', 'retired'] as const;
export type PolicyState = (typeof POLICY_STATES)[number];

export interface PolicyVersion {
  id: PolicyVersionId;
  policyId: PolicyId;
  number: number;
  state: PolicyState;
  document: PolicyDocument;
  createdAt: Instant;
  activatedAt: Instant | null;
  retiredAt: Instant | null;
  version: number;
}
