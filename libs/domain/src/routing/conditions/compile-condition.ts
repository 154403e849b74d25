import type { Instant } from '../../core/instant.js';
import type { Condition } from './condition.js';
import { holdsHours } from './matches.js';
import type { AttributeValue, StudyAttributes } from './study-attributes.js';

/** A study's attributes as compiled conditions look at them: texts in lower case, done once for all of them. */
export interface Seen {
  attributes: StudyAttributes;
  folded: Record<string, AttributeValue>;
  now: Instant;
}

export function seeAttributes(attributes: StudyAttributes, now: Instant): Seen {
  const folded: Seen['folded'] = {};
  for (const [name, value] of Object.entries(attributes)) folded[name] = foldedValue(value);
  return { attributes, folded, now };
}

/** An attribute that a rule has set: later conditions see it. */
export function setAttribute(seen: Seen, name: keyof StudyAttributes, value: string): void {
  seen.attributes[name] = value;
  seen.folded[name] = foldedValue(value);
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
const foldedValue = (value: AttributeValue): AttributeValue =>
  Array.isArray(value) ? value.map((each) => each.toLowerCase()) : (folded(value) as AttributeValue);

export type Predicate = (seen: Seen) => boolean;

type Known = Exclude<AttributeValue, null>;

/**
 * `matches` of one condition with all that does not depend on the study done once: texts folded, lists made sets. The two
 * agree on every study; a property holds them together.
 */
export function compileCondition(condition: Condition): Predicate {
  const { attribute, operator, value } = condition;
  if (operator === 'within-hours') return ({ attributes, now }) => holdsHours(condition, attributes, now);
  if (operator === 'exists') {
    const wanted = value ?? true;
    return (seen) => isKnown(seen.folded[attribute] ?? null) === wanted;
  }
  const holds = compileOperator(condition);
  return (seen) => {
    const actual = seen.folded[attribute] ?? null;
    return isKnown(actual) && holds(actual);
  };
}

/** All must hold; none means always. */
export function compileConditions(conditions: readonly Condition[]): Predicate {
  const predicates = conditions.map(compileCondition);
  return (seen) => {
    for (const predicate of predicates) if (!predicate(seen)) return false;
    return true;
  };
}

const isKnown = (actual: AttributeValue): actual is Known =>
  actual !== null && !(Array.isArray(actual) && actual.length === 0);

function compileOperator({ operator, value }: Condition): (actual: Known) => boolean {
  switch (operator) {
    case 'equals':
      return isOneOf([value]);
    case 'not-equals':
      return not(isOneOf([value]));
    case 'in':
      return Array.isArray(value) ? isOneOf(value) : never;
    case 'not-in':
      return Array.isArray(value) ? not(isOneOf(value)) : never;
    case 'at-least':
      return typeof value === 'number' ? (actual) => typeof actual === 'number' && actual >= value : never;
    case 'at-most':
      return typeof value === 'number' ? (actual) => typeof actual === 'number' && actual <= value : never;
    case 'contains':
      return typeof value === 'string' ? contains(value.toLowerCase()) : never;
    default:
      return never;
  }
}

const never = (): boolean => false;
const not =
  (holds: (actual: Known) => boolean) =>
  (actual: Known): boolean =>
    !holds(actual);

function isOneOf(values: readonly unknown[]): (actual: Known) => boolean {
  const wanted = new Set(values.map(folded));
  return (actual) => (Array.isArray(actual) ? actual.some((each) => wanted.has(each)) : wanted.has(actual));
}

/** A part of a text, or an element of a list. */
const contains =
  (part: string) =>
  (actual: Known): boolean =>
    Array.isArray(actual) ? actual.includes(part) : typeof actual === 'string' && actual.includes(part);
