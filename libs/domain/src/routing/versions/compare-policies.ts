import type { PolicyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import type { Study } from '../../studies/study.js';
import type { StudyFacts } from '../conditions/study-attributes.js';
import type { Policy } from '../policy.js';
import type { ActivePolicies, ActivePolicy, RoutingDecision } from '../route-study.js';
import { routeStudy } from '../route-study.js';
import { decidedOutcome, differencesOf, type RoutingDifference } from './compare-outcomes.js';

/** How often a rule took effect: named the plan, or set something. */
export interface RuleCount {
  ruleId: string;
  name: string;
  matched: number;
}

/** A study under what is in force and under what is tried. */
export interface Comparison {
  before: RoutingDecision;
  after: RoutingDecision;
  /** Another plan, other reads of the same plan, or another priority, subspecialty or protocol. */
  changed: boolean;
  /** What of it, in the order of `ROUTING_DIFFERENCES`. */
  differences: RoutingDifference[];
}

/** What a study is routed as by what is in force, and would be with another version of one of the policies in its place. */
export function compareVersion(
  facts: StudyFacts,
  { inForce, tried }: { inForce: ActivePolicies; tried: ActivePolicy },
  at: Instant,
): Comparison {
  const before = routeStudy(facts, inForce, at);
  const after = routeStudy(facts, inPlaceOf(inForce, tried), at);
  const differences = differencesOf(decidedOutcome(before), decidedOutcome(after));
  return { before, after, changed: differences.length > 0, differences };
}

/** The versions in force with another one in the place of its policy's. */
export const inPlaceOf = (inForce: ActivePolicies, tried: ActivePolicy): ActivePolicies => ({
  ...inForce,
  [SLOTS[tried.policy.scope]]: tried,
});

const SLOTS = { network: 'network', 'health-system': 'healthSystem', facility: 'facility' } as const;

/** Whether the policy has a say in how studies of the facility are routed. */
export function covers(policy: Policy, facility: Pick<Facility, 'id' | 'healthSystemId'>): boolean {
  if (policy.scope === 'network') return true;
  if (policy.scope === 'health-system') return policy.healthSystemId === facility.healthSystemId;
  return policy.facilityId === facility.id;
}

/**
 * A past study as it was when routing first saw it whole: as pressing as the submitter said, needing nothing that policy
 * asked for since, with its images there. A protocol that policy named stays: nothing tells it from the submitter's own.
 */
export const asArrived = (study: Study): Study => ({
  ...study,
  priority: study.requestedPriority,
  priorityBasis: null,
  subspecialty: null,
  hold: null,
  state: 'ready',
});

/** The decisions as far as it matters to which rules made them. */
export type MadeBy = Pick<RoutingDecision, 'policyId' | 'ruleId' | 'setBy'>;

/** How many of the decisions each rule of the version had a part in; those of no decision have 0. In order of evaluation. */
export function countRules({ policy, version }: ActivePolicy, decisions: Iterable<MadeBy>): RuleCount[] {
  const counts = new Map<string, number>();
  for (const decision of decisions) {
    for (const ruleId of rulesOf(decision, policy.id)) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  }
  const { rules, priority = [] } = version.document;
  return [...priority, ...rules].map(({ id, name }) => ({ ruleId: id, name, matched: counts.get(id) ?? 0 }));
}

/** Each rule of the policy that took effect, once. */
function rulesOf({ policyId, ruleId, setBy }: MadeBy, of: PolicyId): Set<string> {
  const ids = setBy.filter((each) => each.policyId === of).map((each) => each.ruleId);
  return new Set(policyId === of && ruleId !== null ? [...ids, ruleId] : ids);
}
