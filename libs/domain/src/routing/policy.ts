import type { FacilityId, HealthSystemId, PolicyId, PolicyVersionId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { WeeklyHours } from '../network/network.js';
import type { Pool, Purpose, StepOpening } from '../studies/read.js';
import type { Issues } from '../studies/study.js';

/** One test of a study's attribute. `path` is an attribute of `StudyAttributes`; a missing attribute never matches. */
export interface Condition {
  attribute: string;
  operator: 'equals' | 'not-equals' | 'in' | 'not-in' | 'at-least' | 'at-most' | 'contains' | 'exists' | 'within-hours';
  value?: string | number | boolean | string[];
  /** For `within-hours` on `now`: the facility's local hours, its zone when `zone` is empty. */
  hours?: WeeklyHours;
}

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

export interface PolicyDocument {
  plans: ReadingPlan[];
  rules: PolicyRule[];
  /** Network policies only: what happens when no rule matched. It cannot be removed. */
  fallback?: string;
  pediatricBelowYears?: number;
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
