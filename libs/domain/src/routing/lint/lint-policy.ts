import type { Instant } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import { checkPolicy } from '../check-policy.js';
import type { PolicyDocument, PolicyScope, ReadingPlan } from '../policy.js';
import { warning, type Finding } from './finding.js';
import type { JurisdictionRule } from '../jurisdictions/jurisdiction-rule.js';
import { lintJurisdictions } from './jurisdictions.js';
import { lintPlans } from './lint-plans.js';
import { lintPriorityRules } from './lint-priority-rules.js';
import { lintRules } from './lint-rules.js';
import { lintValues } from './lint-values.js';

export interface LintedPolicy {
  document: PolicyDocument;
  scope: PolicyScope;
  /** Plans of the documents above it, nearest first. */
  inherited: readonly ReadingPlan[];
  /** Facilities whose studies it routes. */
  facilities: readonly Facility[];
  /** Ids of rules that had 90 days to match and did not. */
  unmatched: ReadonlySet<string>;
  /** Every version of every jurisdiction rule. */
  jurisdictions: readonly JurisdictionRule[];
}

/** Everything that is wrong or doubtful about a policy; errors first. */
export function lintPolicy(policy: LintedPolicy, now: Instant): Finding[] {
  const { document, unmatched } = policy;
  const { priority = [], rules } = document;
  const idleOf = (place: 'rules' | 'priority', of: readonly { id: string }[]) =>
    of.flatMap(({ id }, index) =>
      unmatched.has(id) ? [warning(`${place}.${index}`, 'rule/unmatched', 'It has matched nothing in 90 days')] : [],
    );
  const idle = [...idleOf('priority', priority), ...idleOf('rules', rules)];
  return [
    ...lintBarriers(policy, now),
    ...lintPriorityRules(priority),
    ...lintRules(document.rules),
    ...lintValues(document, policy.facilities),
    ...idle,
    ...lintPlans(document, policy.scope !== 'facility'),
  ];
}

/** What bars activation: a document that breaks its own rules, and plans that a country forbids. */
export function lintBarriers(policy: Omit<LintedPolicy, 'unmatched'>, now: Instant): Finding[] {
  const { document, scope, inherited, facilities, jurisdictions } = policy;
  const faults = checkPolicy(document, scope, inherited).map((fault) => ({ severity: 'error' as const, ...fault }));
  const plans = [...document.plans, ...inherited];
  return [...faults, ...lintJurisdictions({ document, plans, facilities }, now, jurisdictions)];
}
