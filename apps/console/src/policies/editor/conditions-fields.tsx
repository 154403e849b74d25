import { Button } from '@mantine/core';
import type { Condition } from '@overread/domain';
import { IconPlus } from '@tabler/icons-react';
import { text } from '../../texts/text.js';
import { at, type Fault } from '../policy-version.js';
import { ConditionRow } from './condition-row.js';

interface ConditionsProps {
  conditions: readonly Condition[];
  /** Where they stand in the document: `rules.3`. */
  path: string;
  faults: readonly Fault[];
  onChange: (conditions: Condition[]) => void;
}

/** What must hold, a row each. */
export const ConditionRows = ({ conditions, path, faults, onChange }: ConditionsProps) => (
  <>
    {conditions.map((condition, index) => (
      <ConditionRow
        key={index}
        condition={condition}
        error={at(faults, `${path}.conditions.${index}`)[0]?.message}
        onChange={(next) => onChange(conditions.toSpliced(index, 1, next))}
        onRemove={() => onChange(conditions.toSpliced(index, 1))}
      />
    ))}
  </>
);

/** Adds one, to be changed into what is meant. */
export const AddCondition = ({ onAdd, first }: { onAdd: (condition: Condition) => void; first: Condition }) => (
  <Button variant="subtle" size="xs" leftSection={<IconPlus aria-hidden size={14} />} onClick={() => onAdd(first)}>
    {text('policies.addCondition')}
  </Button>
);
