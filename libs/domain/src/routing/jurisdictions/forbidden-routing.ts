import type { Instant } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import type { Study } from '../../studies/study.js';
import { chainOf, findPlan, type ActivePolicies } from '../policy-chain.js';
import type { RoutingDecision } from '../route-study.js';
import { brokenBy, whyForbidden } from './broken-by.js';
import { rulesOver, type JurisdictionRule } from './jurisdiction-rule.js';

/** A rule that a study's plan breaks, as it was worded then. */
export interface BrokenLaw extends Pick<JurisdictionRule, 'id' | 'number'> {
  message: string;
}

/**
 * What forbids the plan that one study was given, by the records of that moment. The plan stands all the same: a study has
 * an owner whatever else is wrong, and a rule that came after the policy is told to those who mend policies.
 */
export function forbiddenRouting(
  {
    study,
    facility,
    decision,
    inForce,
  }: {
    study: Study;
    facility: Facility;
    decision: RoutingDecision;
    inForce: ActivePolicies;
  },
  at: Instant,
  records: readonly JurisdictionRule[],
): BrokenLaw[] {
  const chain = chainOf(inForce);
  const level = chain.findIndex(({ policy }) => policy.id === decision.policyId);
  const plan = (level === -1 ? null : findPlan(chain, level, decision.plan)?.plan) ?? {
    name: decision.plan,
    reads: decision.reads,
  };
  return rulesOver(records, facility, at)
    .filter((rule) => isAbout(rule, study) && brokenBy(plan, rule))
    .map((rule) => ({ id: rule.id, number: rule.number, message: whyForbidden(plan, rule) }));
}

const isAbout = ({ parameters: { modality, descriptionContains } }: JurisdictionRule, study: Study): boolean =>
  (modality === undefined || study.modalities.includes(modality)) &&
  (descriptionContains === undefined ||
    (study.description ?? '').toLowerCase().includes(descriptionContains.toLowerCase()));
