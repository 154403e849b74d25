import type { PolicyId, PolicyVersionId } from '../../core/ids.js';
import { PEDIATRIC_BELOW_YEARS } from '../conditions/study-attributes.js';
import { chainOf, findPlan } from '../policy-chain.js';
import type { PolicyDocument, PolicyRule, PolicyScope, ReadingPlan } from '../policy.js';
import type { PriorityRule } from '../priority/priority-rule.js';
import type { ActivePolicies, ActivePolicy } from '../route-study.js';
import { lastResortPlan } from '../standard-plans.js';

/** Where a line of the effective policy stands. */
export interface Origin {
  scope: PolicyScope;
  policyId: PolicyId;
  policyName: string;
  versionId: PolicyVersionId;
  number: number;
}

/** A value with who says it; `origin` is null for what is built in. */
export interface Originated<Value> {
  value: Value;
  origin: Origin | null;
}

export interface EffectivePolicy {
  /** What is in force over the facility, nearest first: the order in which rules are tried. */
  origins: Origin[];
  /** Every rule on what priorities count as, in the order it is tried. */
  priority: { rule: PriorityRule; origin: Origin }[];
  /** Every rule in the order it is tried, with the plan it names as it is found from where the rule stands. */
  rules: { rule: PolicyRule; origin: Origin; planOrigin: Origin | null }[];
  /** Every plan that a rule or the fallback may lead to. */
  plans: { plan: ReadingPlan; origin: Origin | null }[];
  settings: {
    fallback: Originated<string>;
    pediatricBelowYears: Originated<number>;
    coverage: Originated<PolicyDocument['coverage'] | null>;
    sampling: Originated<PolicyDocument['sampling'] | null>;
    grading: Originated<PolicyDocument['grading'] | null>;
  };
}

/** What routes the studies of a facility, put together from the versions in force over it, each line with its origin. */
export function effectivePolicy(policies: ActivePolicies): EffectivePolicy {
  const chain = chainOf(policies);
  const nearest = <Key extends 'pediatricBelowYears' | 'coverage' | 'sampling' | 'grading', Default>(
    key: Key,
    builtIn: Default,
  ) => {
    const active = chain.find(({ version }) => version.document[key] !== undefined);
    const value = active?.version.document[key];
    return active === undefined || value === undefined
      ? { value: builtIn, origin: null }
      : { value, origin: originOf(active) };
  };
  return {
    origins: chain.map(originOf),
    priority: chain.flatMap((active) =>
      (active.version.document.priority ?? []).map((rule) => ({ rule, origin: originOf(active) })),
    ),
    rules: chain.flatMap((active, level) =>
      active.version.document.rules.map((rule) => ({
        rule,
        origin: originOf(active),
        planOrigin: rule.plan === undefined ? null : planOrigin(chain, level, rule.plan),
      })),
    ),
    plans: [
      ...chain.flatMap((active) =>
        active.version.document.plans.map((plan) => ({ plan, origin: originOf(active) as Origin | null })),
      ),
      ...(policies.network === null ? [{ plan: lastResortPlan(), origin: null }] : []),
    ],
    settings: {
      fallback: fallbackOf(policies),
      pediatricBelowYears: nearest('pediatricBelowYears', PEDIATRIC_BELOW_YEARS) as Originated<number>,
      coverage: nearest('coverage', null) as EffectivePolicy['settings']['coverage'],
      sampling: nearest('sampling', null) as EffectivePolicy['settings']['sampling'],
      grading: nearest('grading', null) as EffectivePolicy['settings']['grading'],
    },
  };
}

const originOf = ({ policy, version }: ActivePolicy): Origin => ({
  scope: policy.scope,
  policyId: policy.id,
  policyName: policy.name,
  versionId: version.id,
  number: version.number,
});

function planOrigin(chain: readonly ActivePolicy[], level: number, name: string): Origin | null {
  const found = findPlan(chain, level, name);
  return found === null ? null : originOf(found.active);
}

function fallbackOf({ network }: ActivePolicies): Originated<string> {
  const fallback = network?.version.document.fallback;
  if (network === null || fallback === undefined) return { value: lastResortPlan().name, origin: null };
  return { value: fallback, origin: originOf(network) };
}
