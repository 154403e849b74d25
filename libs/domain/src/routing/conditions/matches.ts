import type { Instant } from '../../core/instant.js';
import { withinHours } from '../../network/local-time.js';
import type { Condition } from './condition.js';
import type { AttributeValue, StudyAttributes } from './study-attributes.js';

/**
 * Whether a study's attributes hold a condition. Texts compare without regard to case. A list holds `equals` and `in`
 * when one of its elements does, `not-equals` and `not-in` when none does. What is not known matches nothing but
 * `exists: false`.
 */
export function matches(condition: Condition, attributes: StudyAttributes, now: Instant): boolean {
  if (condition.operator === 'within-hours') return holdsHours(condition, attributes, now);
  const actual = (attributes as Record<string, AttributeValue>)[condition.attribute] ?? null;
  const known = actual !== null && !(Array.isArray(actual) && actual.length === 0);
  if (condition.operator === 'exists') return known === (condition.value ?? true);
  if (!known) return false;
  return holds(condition, actual);
}

function holds({ operator, value }: Condition, actual: Exclude<AttributeValue, null>): boolean {
  switch (operator) {
    case 'equals':
      return isOneOf(actual, [value]);
    case 'not-equals':
      return !isOneOf(actual, [value]);
    case 'in':
      return Array.isArray(value) && isOneOf(actual, value);
    case 'not-in':
      return Array.isArray(value) && !isOneOf(actual, value);
    case 'at-least':
      return typeof actual === 'number' && typeof value === 'number' && actual >= value;
    case 'at-most':
      return typeof actual === 'number' && typeof value === 'number' && actual <= value;
    case 'contains':
      return typeof value === 'string' && contains(actual, value);
    default:
      return false;
  }
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

function isOneOf(actual: Exclude<AttributeValue, null>, values: readonly unknown[]): boolean {
  const wanted = values.map(folded);
  return (Array.isArray(actual) ? actual : [actual]).some((each) => wanted.includes(folded(each)));
}

/** A part of a text, or an element of a list. */
function contains(actual: Exclude<AttributeValue, null>, value: string): boolean {
  if (Array.isArray(actual)) return isOneOf(actual, [value]);
  return typeof actual === 'string' && actual.toLowerCase().includes(value.toLowerCase());
}

/** Whether the local clock is inside the condition's hours. */
export function holdsHours({ hours }: Condition, attributes: StudyAttributes, now: Instant): boolean {
  if (hours === undefined) return false;
  const zone = hours.zone === '' ? attributes.zone : hours.zone;
  return typeof zone === 'string' && withinHours({ ...hours, zone }, now);
}
