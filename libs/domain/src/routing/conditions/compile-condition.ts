import type { Instant } from '../../core/instant.js';
import type { Condition } from './condition.js';
import { holdsHours } from './matches.js';
import type { AttributeValue, StudyAttributes } from './study-attributes.js';

/** Whether attributes hold at an instant. */
export type Predicate = (attributes: StudyAttributes, now: Instant) => boolean;

type Known = Exclude<AttributeValue, null>;

/**
 * `matches` of one condition with all that does not depend on the study done once: texts folded, lists made sets. The two
 * agree on every study; a property holds them together.
 */
export function compileCondition(condition: Condition): Predicate {
  const { attribute, operator, value } = condition;
  if (operator === 'within-hours') return (attributes, now) => holdsHours(condition, attributes, now);
  const key = attribute as keyof StudyAttributes;
  if (operator === 'exists') {
    const wanted = value ?? true;
    return (attributes) => isKnown(attributes[key] ?? null) === wanted;
  }
  const holds = compileOperator(condition);
  return (attributes) => {
    const actual = attributes[key] ?? null;
    return isKnown(actual) && holds(actual);
  };
}

/** All must hold; none means always. */
export function compileConditions(conditions: readonly Condition[]): Predicate {
  const predicates = conditions.map(compileCondition);
  return (attributes, now) => {
    for (const predicate of predicates) if (!predicate(attributes, now)) return false;
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
      return typeof value === 'string' ? contains(value) : never;
    default:
      return never;
  }
}

const never = (): boolean => false;
const not =
  (holds: (actual: Known) => boolean) =>
  (actual: Known): boolean =>
    !holds(actual);
const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

function isOneOf(values: readonly unknown[]): (actual: Known) => boolean {
  const wanted = new Set(values.map(folded));
  return (actual) =>
    Array.isArray(actual) ? actual.some((each) => wanted.has(folded(each))) : wanted.has(folded(actual));
}

function contains(value: string): (actual: Known) => boolean {
  const [part, whole] = [value.toLowerCase(), isOneOf([value])];
  return (actual) => {
    if (Array.isArray(actual)) return whole(actual);
    return typeof actual === 'string' && actual.toLowerCase().includes(part);
  };
}
