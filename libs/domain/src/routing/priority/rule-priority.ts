import type { PolicyId, PolicyVersionId } from '../../core/ids.js';
import { morePressing } from '../../studies/change-priority.js';
import { whyNeverLowered } from '../../studies/priority-basis.js';
import type { Priority, Study } from '../../studies/study.js';
import { compileConditions, type Predicate, type Seen } from '../conditions/compile-condition.js';
import type { ActivePolicy } from '../policy-chain.js';
import type { PolicyDocument } from '../policy.js';
import type { PriorityRule } from './priority-rule.js';

/** What a policy made of a requested priority, with its reason. */
export interface PriorityRuling {
  policyId: PolicyId;
  policyName: string;
  policyVersionId: PolicyVersionId;
  policyVersion: number;
  ruleId: string;
  ruleName: string;
  from: Priority;
  to: Priority;
  reason: string;
}

/** How pressing a study is before its routing rules are tried. */
export interface RuledPriority {
  priority: Priority;
  /** What it is when nothing may be lowered. */
  unlowered: Priority;
  /** Ruled just now. */
  ruling?: PriorityRuling;
  /** Why an earlier ruling no longer holds. */
  restored?: string;
  /** The rule that had a say, where one had. */
  setBy: { policyId: PolicyId; ruleId: string }[];
  /** For people. */
  lines: string[];
}

/**
 * What a study's priority counts as. Policies are asked when the submitter asks for a priority (`asked`), and what they made
 * of it stays, however the queue and the site's share go on: a deadline does not come and go. Only what may not be lowered
 * gets back what it was, as soon as that is known. What a person said stands.
 */
export function rulePriority(
  study: Study,
  { chain, seen, asked }: { chain: readonly ActivePolicy[]; seen: Seen; asked: boolean },
): RuledPriority {
  const { priority, priorityBasis: basis } = study;
  const as: RuledPriority = { priority, unlowered: unloweredOf(study), setBy: [], lines: [] };
  const why = whyNeverLowered(study);
  if (why !== null && as.unlowered !== priority) return restore(as, why);
  if (!asked || basis !== null) return as;
  return firstRuling(study, { chain, seen }) ?? as;
}

/** What the study is when a policy's lowering, of now or of before, does not hold. */
export function restore({ unlowered, ruling, setBy, lines }: RuledPriority, why: string): RuledPriority {
  const restored = neverLowered(why);
  const told = `Priority ${unlowered}: ${restored}`;
  // What was never in force is not taken back either.
  return { priority: unlowered, unlowered, setBy: ruling ? [] : setBy, lines: [...lines, told], restored };
}

const neverLowered = (why: string): string => `STAT ${why} is never lowered`;

const unloweredOf = ({ priority, priorityBasis }: Study): Priority =>
  priorityBasis?.source === 'policy' && morePressing(priorityBasis.from, priority) ? priorityBasis.from : priority;

function firstRuling(
  study: Study,
  { chain, seen }: { chain: readonly ActivePolicy[]; seen: Seen },
): RuledPriority | null {
  for (const active of chain) {
    const found = compiledRules(active.version.document).find(
      ({ rule, holds }) => rule.from === study.priority && holds(seen),
    );
    if (found !== undefined) return ruledBy(active, found.rule, study);
  }
  return null;
}

function ruledBy({ policy, version }: ActivePolicy, rule: PriorityRule, study: Study): RuledPriority {
  const { priority } = study;
  const told = `${SCOPES[policy.scope]} priority rule "${rule.name}" matched`;
  const as = { priority, unlowered: priority, setBy: [] };
  const setBy = [{ policyId: policy.id, ruleId: rule.id }];
  if (rule.to === rule.from) return { ...as, setBy, lines: [`${told}: priority stays ${priority}`] };
  const lowers = morePressing(rule.from, rule.to);
  const why = lowers ? whyNeverLowered(study) : null;
  if (why !== null) return { ...as, lines: [`${told}: priority stays ${priority}, ${neverLowered(why)}`] };
  const ruling: PriorityRuling = {
    policyId: policy.id,
    policyName: policy.name,
    policyVersionId: version.id,
    policyVersion: version.number,
    ruleId: rule.id,
    ruleName: rule.name,
    from: rule.from,
    to: rule.to,
    reason: rule.reason,
  };
  const line = `${told}: priority ${lowers ? 'lowered' : 'raised'} from ${rule.from} to ${rule.to}: ${rule.reason}`;
  return { priority: rule.to, unlowered: lowers ? priority : rule.to, ruling, setBy, lines: [line] };
}

const SCOPES = { network: 'Network', 'health-system': 'Health system', facility: 'Facility' } as const;

interface CompiledPriorityRule {
  rule: PriorityRule;
  holds: Predicate;
}

/** By document: versions never change. A cache of facts, so the functions stay pure. */
const compiled = new WeakMap<PolicyDocument, readonly CompiledPriorityRule[]>();

function compiledRules(document: PolicyDocument): readonly CompiledPriorityRule[] {
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const made = (document.priority ?? []).map((rule) => ({ rule, holds: compileConditions(rule.conditions) }));
  compiled.set(document, made);
  return made;
}
