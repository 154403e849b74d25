import { ActionIcon, Group, Select, TextInput } from '@mantine/core';
import { ATTRIBUTES, operatorsOf, type Condition } from '@overread/domain';
import { IconX } from '@tabler/icons-react';
import { label, text } from '../../texts/text.js';

interface ConditionRowProps {
  condition: Condition;
  error: string | undefined;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

type Operator = Condition['operator'];
const NAMES = Object.keys(ATTRIBUTES);

const isNumber = (attribute: string): boolean => ATTRIBUTES[attribute as keyof typeof ATTRIBUTES] === 'number';
const isFlag = (attribute: string, operator: Operator): boolean =>
  operator === 'exists' || ATTRIBUTES[attribute as keyof typeof ATTRIBUTES] === 'flag';

/** What was typed, of the kind that attribute and operator take. */
function valueOf(attribute: string, operator: Operator, typed: string): Condition['value'] {
  if (isFlag(attribute, operator)) return typed !== 'false';
  if (operator === 'in' || operator === 'not-in') {
    return typed
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }
  return isNumber(attribute) && typed.trim() !== '' && !Number.isNaN(Number(typed)) ? Number(typed) : typed;
}

const typedOf = ({ value }: Condition): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

function changedTo(condition: Condition, attribute: string, operator: Operator): Condition {
  if (operator === 'within-hours') {
    const windows = [{ days: [], from: '19:00', to: '07:00' }];
    return { attribute, operator, hours: condition.hours ?? { zone: '', windows } };
  }
  return { attribute, operator, value: valueOf(attribute, operator, typedOf(condition)) };
}

/** One test of an attribute. Hours of more than one window are written as JSON. */
export function ConditionRow({ condition, error, onChange, onRemove }: ConditionRowProps) {
  const { attribute, operator } = condition;
  const operators = operatorsOf(attribute);
  const pick = (name: string) => {
    const allowed = operatorsOf(name);
    onChange(changedTo(condition, name, allowed.includes(operator) ? operator : (allowed[0] ?? 'equals')));
  };
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <Select
        aria-label={text('policies.attribute')}
        data={NAMES.map((value) => ({ value, label: label('attribute', value) }))}
        value={attribute}
        onChange={(value) => value !== null && pick(value)}
        allowDeselect={false}
        searchable
        w={220}
      />
      <Select
        aria-label={text('policies.operator')}
        data={operators.map((value) => ({ value, label: label('operator', value) }))}
        value={operator}
        onChange={(value) => value !== null && onChange(changedTo(condition, attribute, value as Operator))}
        allowDeselect={false}
        w={160}
      />
      <ValueField condition={condition} error={error} onChange={onChange} />
      <ActionIcon variant="subtle" aria-label={text('policies.removeCondition')} onClick={onRemove} mt={4}>
        <IconX aria-hidden size={16} />
      </ActionIcon>
    </Group>
  );
}

function ValueField({ condition, error, onChange }: Omit<ConditionRowProps, 'onRemove'>) {
  const { attribute, operator, hours } = condition;
  if (operator === 'within-hours' && hours !== undefined) {
    return <HoursFields condition={condition} hours={hours} error={error} onChange={onChange} />;
  }
  if (isFlag(attribute, operator)) {
    return (
      <Select
        aria-label={text('policies.value')}
        data={[
          { value: 'true', label: text('yes') },
          { value: 'false', label: text('no') },
        ]}
        value={String(condition.value ?? true)}
        onChange={(value) => onChange({ ...condition, value: value !== 'false' })}
        allowDeselect={false}
        error={error}
        w={120}
      />
    );
  }
  return (
    <TextInput
      aria-label={text('policies.value')}
      defaultValue={typedOf(condition)}
      key={`${attribute} ${operator}`}
      onChange={(event) => onChange({ ...condition, value: valueOf(attribute, operator, event.currentTarget.value) })}
      error={error}
      flex={1}
    />
  );
}

interface HoursProps extends Omit<ConditionRowProps, 'onRemove'> {
  hours: NonNullable<Condition['hours']>;
}

function HoursFields({ condition, hours, error, onChange }: HoursProps) {
  const [window = { days: [], from: '', to: '' }, ...others] = hours.windows;
  const set = (changes: Partial<typeof window>) =>
    onChange({ ...condition, hours: { ...hours, windows: [{ ...window, ...changes }, ...others] } });
  return (
    <>
      <TextInput
        type="time"
        aria-label={text('policies.hoursFrom')}
        value={window.from}
        error={error}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        aria-label={text('policies.hoursTo')}
        value={window.to}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
    </>
  );
}
