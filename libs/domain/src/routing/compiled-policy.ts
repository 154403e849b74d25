import { compileConditions, type Predicate } from './conditions/compile-condition.js';
import type { PolicyDocument, PolicyRule } from './policy.js';

export interface CompiledRule {
  rule: PolicyRule;
  holds: Predicate;
}

/** By document: versions never change, so what was compiled once stays true. A cache of facts, so the functions stay pure. */
const compiled = new WeakMap<PolicyDocument, readonly CompiledRule[]>();

/** The rules of a document in order, their conditions compiled when they are first asked for. */
export function compiledRules(document: PolicyDocument): readonly CompiledRule[] {
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const rules = document.rules.map((rule) => ({ rule, holds: compileConditions(rule.conditions) }));
  compiled.set(document, rules);
  return rules;
}
