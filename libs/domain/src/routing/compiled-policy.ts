import { compileConditions, type Predicate, type Seen } from './conditions/compile-condition.js';
import type { Condition } from './conditions/condition.js';
import { ATTRIBUTES, type AttributeValue } from './conditions/study-attributes.js';
import type { PolicyDocument, PolicyRule } from './policy.js';

export interface CompiledRule {
  rule: PolicyRule;
  holds: Predicate;
}

/**
 * The rules of a document, and where to look: each rule that asks for one of some values of an attribute is found under
 * those values, by the condition that the fewest rules share; the others are always looked at.
 */
interface CompiledPolicy {
  rules: readonly CompiledRule[];
  /** Places of rules by attribute and folded value. */
  anchored: ReadonlyMap<string, ReadonlyMap<AttributeValue, readonly number[]>>;
  always: readonly number[];
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
  const anchored = new Map<string, Map<AttributeValue, number[]>>();
  const always: number[] = [];
  for (const [place, { conditions }] of rules.entries()) {
    const anchors = conditions.filter((condition) => valuesOf(condition) !== null);
    const [anchor] = anchors.sort((a, b) => crowd(a) - crowd(b));
    // What most rules ask for leaves few out, and looking them up costs more than trying them.
    if (anchor === undefined || crowd(anchor) > rules.length / 4) {
      always.push(place);
      continue;
    }
    const byValue = anchored.get(anchor.attribute) ?? new Map<AttributeValue, number[]>();
    anchored.set(anchor.attribute, byValue);
    for (const value of valuesOf(anchor) ?? []) {
      const places = byValue.get(value) ?? [];
      byValue.set(value, places);
      places.push(place);
    }
  }
  // All must hold, in whatever order: what the fewest rules ask for is what most likely fails.
  const compiledRules = rules.map((rule) => ({
    rule,
    holds: compileConditions(rule.conditions.toSorted((a, b) => crowd(a) - crowd(b))),
  }));
  return { rules: compiledRules, anchored, always };
}

/** How many rules ask for the same, or for one of the same values. */
function crowds(rules: readonly PolicyRule[]): (condition: Condition) => number {
  const shared = new Map<string, number>();
  for (const key of rules.flatMap(({ conditions }) => conditions.flatMap(keysOf))) {
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  return (condition) => keysOf(condition).reduce((sum, key) => sum + (shared.get(key) ?? 0), 0);
}

const keysOf = (condition: Condition): string[] =>
  valuesOf(condition)?.map((value) => `${condition.attribute} ${String(value)}`) ?? [JSON.stringify(condition)];

/** What rules may set while they are tried cannot decide beforehand which to try. */
const CHANGING = new Set(['priority', 'subspecialty', 'protocol']);

/** The folded values one of which the attribute must have, or null where the condition asks something else. */
function valuesOf({ attribute, operator, value }: Condition): AttributeValue[] | null {
  if (CHANGING.has(attribute) || !Object.hasOwn(ATTRIBUTES, attribute)) return null;
  if (operator === 'in') return Array.isArray(value) ? [...new Set(value.map((each) => each.toLowerCase()))] : null;
  if (operator !== 'equals' || value === undefined || Array.isArray(value)) return null;
  return [typeof value === 'string' ? value.toLowerCase() : value];
}
