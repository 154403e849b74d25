import type { FieldError } from '../../core/domain-error.js';
import { isZone, minutesOfDay } from '../../network/local-time.js';
import type { WeeklyHours } from '../../network/network.js';
import type { Condition } from './condition.js';
import type { AttributeKind } from './study-attributes.js';
import { ATTRIBUTES } from './study-attributes.js';

type Operator = Condition['operator'];

const OPERATORS: Record<AttributeKind, readonly Operator[]> = {
  text: ['equals', 'not-equals', 'in', 'not-in', 'contains', 'exists'],
  list: ['equals', 'not-equals', 'in', 'not-in', 'contains', 'exists'],
  number: ['equals', 'not-equals', 'at-least', 'at-most', 'exists'],
  flag: ['equals', 'not-equals', 'exists'],
  time: ['within-hours'],
};

/** The operators that fit an attribute; none for one that nobody knows. */
export const operatorsOf = (attribute: string): readonly Operator[] =>
  Object.hasOwn(ATTRIBUTES, attribute) ? OPERATORS[ATTRIBUTES[attribute as keyof typeof ATTRIBUTES]] : [];

/** What is wrong with one condition: its attribute, its operator for that attribute, or its value for that operator. */
export function checkCondition(condition: Condition, path: string): FieldError[] {
  const { attribute, operator } = condition;
  if (!Object.hasOwn(ATTRIBUTES, attribute)) {
    return [{ path: `${path}.attribute`, code: 'attribute/unknown', message: `No attribute is named "${attribute}"` }];
  }
  const kind = ATTRIBUTES[attribute as keyof typeof ATTRIBUTES];
  if (!OPERATORS[kind].includes(operator)) {
    const message = `"${attribute}" is a ${kind}: ${OPERATORS[kind].join(', ')}`;
    return [{ path: `${path}.operator`, code: 'operator/mismatch', message }];
  }
  if (operator === 'within-hours') return checkHours(condition.hours, `${path}.hours`);
  const wanted = wantedValue(kind, operator);
  if (fits(condition.value, wanted)) return [];
  return [{ path: `${path}.value`, code: 'value/mismatch', message: `"${operator}" here takes a ${wanted}` }];
}

type Wanted = 'text' | 'number' | 'flag' | 'list of texts' | 'flag or nothing';

function wantedValue(kind: AttributeKind, operator: Operator): Wanted {
  if (operator === 'exists') return 'flag or nothing';
  if (operator === 'in' || operator === 'not-in') return 'list of texts';
  if (kind === 'number' || kind === 'flag') return kind;
  return 'text';
}

function fits(value: Condition['value'], wanted: Wanted): boolean {
  switch (wanted) {
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'flag or nothing':
      return value === undefined || typeof value === 'boolean';
    case 'list of texts':
      return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
  }
}

function checkHours(hours: WeeklyHours | undefined, path: string): FieldError[] {
  if (hours === undefined || hours.windows.length === 0) {
    return [{ path, code: 'value/mismatch', message: 'Hours have at least one window' }];
  }
  const faults: FieldError[] = [];
  if (hours.zone !== '' && !isZone(hours.zone)) {
    faults.push({ path: `${path}.zone`, code: 'zone/unknown', message: `No time zone is named "${hours.zone}"` });
  }
  hours.windows.forEach((window, index) => {
    const days = window.days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
    if (days && minutesOfDay(window.from) !== null && minutesOfDay(window.to) !== null) return;
    const message = 'A window has days (1 Monday to 7 Sunday) and times HH:MM';
    faults.push({ path: `${path}.windows.${index}`, code: 'value/mismatch', message });
  });
  return faults;
}
