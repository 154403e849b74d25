import { same } from '../../core/same.js';
import type { Condition } from '../conditions/condition.js';
import { ATTRIBUTES, type AttributeKind } from '../conditions/study-attributes.js';

/**
 * Whether every study that holds the one condition holds the other. Says no where it cannot tell: a wrong yes would call a
 * rule unreachable that decides.
 */
export function implies(one: Condition, other: Condition): boolean {
  if (one.attribute !== other.attribute) return false;
  if (same(one, other)) return true;
  if (one.operator === 'within-hours' || other.operator === 'within-hours') return false;
  if (other.operator === 'exists') return (other.value ?? true) === true && needsKnown(one);
  const kind: AttributeKind | undefined = ATTRIBUTES[one.attribute as keyof typeof ATTRIBUTES];
  if (kind === undefined || kind === 'time') return false;
  return kind === 'number' ? numbersImply(one, other) : wordsImply(one, other, kind === 'list');
}

/** Every operator but `exists: false` matches only what is known. */
const needsKnown = ({ operator, value }: Condition): boolean => operator !== 'exists' || (value ?? true) === true;

function numbersImply(one: Condition, other: Condition): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  if (a === null) return false;
  if (other.operator === 'not-equals') {
    const no = other.value as number;
    return no < a.from || no > a.to;
  }
  return b !== null && a.from >= b.from && a.to <= b.to;
}

/** The numbers a condition lets through, where they are a range. */
function rangeOf({ operator, value }: Condition): { from: number; to: number } | null {
  if (typeof value !== 'number') return null;
  if (operator === 'equals') return { from: value, to: value };
  if (operator === 'at-least') return { from: value, to: Infinity };
  return operator === 'at-most' ? { from: -Infinity, to: value } : null;
}

function wordsImply(one: Condition, other: Condition, list: boolean): boolean {
  const [some, none] = [someOf(one, list), noneOf(one)];
  const wanted = someOf(other, list);
  if (some !== null && wanted !== null) return some.every((each) => wanted.includes(each));
  const barred = noneOf(other);
  if (none !== null && barred !== null) return barred.every((each) => none.includes(each));
  if (list || some === null) return partImplies(one, other);
  // A list that has one value may have another too; a text is one or the other.
  if (barred !== null) return some.every((each) => !barred.includes(each));
  return other.operator === 'contains' && some.every((each) => String(each).includes(fold(other.value) as string));
}

const partImplies = (one: Condition, other: Condition): boolean =>
  one.operator === 'contains' &&
  other.operator === 'contains' &&
  typeof one.value === 'string' &&
  typeof other.value === 'string' &&
  one.value.toLowerCase().includes(other.value.toLowerCase()) &&
  ATTRIBUTES[one.attribute as keyof typeof ATTRIBUTES] === 'text';

type Word = string | number | boolean;

/** One of these is there; null when the condition asks something else. */
function someOf({ operator, value }: Condition, list: boolean): Word[] | null {
  if (operator === 'in') return Array.isArray(value) ? value.map(fold) : null;
  if (operator === 'equals' || (list && operator === 'contains')) {
    return value === undefined || Array.isArray(value) ? null : [fold(value)];
  }
  return null;
}

/** None of these is there. */
function noneOf({ operator, value }: Condition): Word[] | null {
  if (operator === 'not-in') return Array.isArray(value) ? value.map(fold) : null;
  if (operator === 'not-equals') return value === undefined || Array.isArray(value) ? null : [fold(value)];
  return null;
}

const fold = (value: Condition['value']): Word =>
  typeof value === 'string' ? value.toLowerCase() : (value as number | boolean);

/** Whether no study can hold both. Says no where it cannot tell. */
export function excludes(one: Condition, other: Condition): boolean {
  if (one.attribute !== other.attribute) return false;
  const kind: AttributeKind | undefined = ATTRIBUTES[one.attribute as keyof typeof ATTRIBUTES];
  if (kind === 'number') {
    const [a, b] = [rangeOf(one), rangeOf(other)];
    if (a !== null && b !== null) return a.from > b.to || b.from > a.to;
  }
  if (one.operator === 'exists' && one.value === false) return needsKnown(other);
  if (other.operator === 'exists' && other.value === false) return needsKnown(one);
  if (kind === 'text' || kind === 'flag') {
    const [a, b] = [someOf(one, false), someOf(other, false)];
    if (a !== null && b !== null) return !a.some((each) => b.includes(each));
  }
  const pairs: [Word[] | null, Word[] | null][] = [
    [someOf(one, kind === 'list'), noneOf(other)],
    [someOf(other, kind === 'list'), noneOf(one)],
  ];
  return pairs.some(([some, none]) => some !== null && none !== null && some.every((each) => none.includes(each)));
}
