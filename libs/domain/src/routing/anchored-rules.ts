import type { Condition } from './conditions/condition.js';
import { ATTRIBUTES, type AttributeValue } from './conditions/study-attributes.js';
import type { PolicyRule } from './policy.js';

/**
 * Where to look for rules: each that asks for one of some values of an attribute is found under those values, by the condition
 * that the fewest rules share; the others are always looked at.
 */
export interface AnchoredRules {
  /** Places of rules by attribute and folded value. */
  anchored: ReadonlyMap<string, ReadonlyMap<AttributeValue, readonly number[]>>;
  always: readonly number[];
}

type Conditioned = Pick<PolicyRule, 'conditions'>;

export function anchorRules(rules: readonly Conditioned[], crowd = crowds(rules)): AnchoredRules {
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
  return { anchored, always };
}

/** How many rules ask for the same, or for one of the same values. */
export function crowds(rules: readonly Conditioned[]): (condition: Condition) => number {
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
export function valuesOf({ attribute, operator, value }: Condition): AttributeValue[] | null {
  if (CHANGING.has(attribute) || !Object.hasOwn(ATTRIBUTES, attribute)) return null;
  if (operator === 'in') return Array.isArray(value) ? [...new Set(value.map((each) => each.toLowerCase()))] : null;
  if (operator !== 'equals' || value === undefined || Array.isArray(value)) return null;
  return [typeof value === 'string' ? value.toLowerCase() : value];
}
