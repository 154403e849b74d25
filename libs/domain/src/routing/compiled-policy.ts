import { anchorRules, crowds, type AnchoredRules } from './anchored-rules.js';
import { compileConditions, type Predicate, type Seen } from './conditions/compile-condition.js';
import type { PolicyDocument, PolicyRule } from './policy.js';

export interface CompiledRule {
  rule: PolicyRule;
  holds: Predicate;
}

/** The rules of a document, and where to look. */
interface CompiledPolicy extends AnchoredRules {
  rules: readonly CompiledRule[];
}

/** By document: versions never change, so what was compiled once stays true. A cache of facts, so the functions stay pure. */
const compiled = new WeakMap<PolicyDocument, CompiledPolicy>();

/** The rules that may hold for a study, in order; every rule that is left out does not. */
export function rulesToTry(document: PolicyDocument, { folded }: Seen): readonly CompiledRule[] {
  const { rules, anchored, always } = compiledPolicy(document);
  if (always.length === rules.length) return rules;
  const found = new Set<number>(always);
  for (const [attribute, byValue] of anchored) {
    const actual = folded[attribute] ?? null;
    for (const value of Array.isArray(actual) ? actual : [actual]) {
      for (const place of byValue.get(value) ?? []) found.add(place);
    }
  }
  return [...found].sort((a, b) => a - b).map((place) => rules[place] as CompiledRule);
}

function compiledPolicy(document: PolicyDocument): CompiledPolicy {
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const made = compile(document.rules);
  compiled.set(document, made);
  return made;
}

function compile(rules: readonly PolicyRule[]): CompiledPolicy {
  const crowd = crowds(rules);
  // All must hold, in whatever order: what the fewest rules ask for is what most likely fails.
  const compiledRules = rules.map((rule) => ({
    rule,
    holds: compileConditions(rule.conditions.toSorted((a, b) => crowd(a) - crowd(b))),
  }));
  return { rules: compiledRules, ...anchorRules(rules, crowd) };
}
