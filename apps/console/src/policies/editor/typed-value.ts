import { ATTRIBUTES, type Condition } from '@overread/domain';

type Operator = Condition['operator'];

const isNumber = (attribute: string): boolean => ATTRIBUTES[attribute as keyof typeof ATTRIBUTES] === 'number';
export const isFlag = (attribute: string, operator: Operator): boolean =>
  operator === 'exists' || ATTRIBUTES[attribute as keyof typeof ATTRIBUTES] === 'flag';

/** What was typed, of the kind that attribute and operator take. */
export function valueOf({ attribute, operator }: Condition, typed: string): Condition['value'] {
  if (isFlag(attribute, operator)) return typed !== 'false';
  if (operator === 'in' || operator === 'not-in') {
    return typed
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }
  return isNumber(attribute) && typed.trim() !== '' && !Number.isNaN(Number(typed)) ? Number(typed) : typed;
}

export const typedOf = ({ value }: Condition): string =>
  Array.isArray(value) ? value.join(', ') : String(value ?? '');

/** What a field shows: what was typed while it stands for the condition, else what the condition says. */
export const shownFor = (condition: Condition, typed: string): string =>
  JSON.stringify(valueOf(condition, typed)) === JSON.stringify(condition.value) ? typed : typedOf(condition);
