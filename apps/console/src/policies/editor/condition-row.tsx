import { ActionIcon, Group, Select, TextInput } from '@mantine/core';
import { ATTRIBUTES, operatorsOf, type Condition } from '@overread/domain';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { label, text } from '../../texts/text.js';
import { FRESH_WINDOW, HoursFields } from './hours-fields.js';
import { isFlag, shownFor, typedOf, valueOf } from './typed-value.js';

interface ConditionRowProps {
  condition: Condition;
  error: string | undefined;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

type Operator = Condition['operator'];
const NAMES = Object.keys(ATTRIBUTES);

function changedTo(condition: Condition, attribute: string, operator: Operator): Condition {
  if (operator === 'within-hours') {
    return { attribute, operator, hours: condition.hours ?? { zone: '', windows: [FRESH_WINDOW] } };
  }
  return { attribute, operator, value: valueOf({ attribute, operator }, typedOf(condition)) };
}

/** One test of an attribute. */
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
  const [typed, setTyped] = useState(typedOf(condition));
  if (operator === 'within-hours' && hours !== undefined) {
    return <HoursFields hours={hours} error={error} onChange={(next) => onChange({ ...condition, hours: next })} />;
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
      value={shownFor(condition, typed)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange({ ...condition, value: valueOf(condition, event.currentTarget.value) });
      }}
      error={error}
      flex={1}
    />
  );
}
