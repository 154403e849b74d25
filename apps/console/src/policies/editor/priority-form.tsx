import { Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { RULED_FROM, RULED_TO, type Condition, type PriorityRule } from '@overread/domain';
import { IconPlus } from '@tabler/icons-react';
import { label, text } from '../../texts/text.js';
import { at, type Fault } from '../policy-version.js';
import { AddCondition, ConditionRows } from './conditions-fields.js';
import { movedRule, RuleOrder } from './rule-order.js';

interface PriorityFormProps {
  rules: readonly PriorityRule[];
  faults: readonly Fault[];
  onChange: (rules: PriorityRule[]) => void;
}

const TOO_MUCH_STAT: Condition = { attribute: 'siteStatShare', operator: 'at-least', value: 0.4 };

function freshRule(rules: readonly PriorityRule[]): PriorityRule {
  let place = rules.length + 1;
  while (rules.some(({ id }) => id === `priority-${place}`)) place += 1;
  const [from, to] = ['stat', 'urgent'] as const;
  const name = text('policies.newPriorityRule');
  return { id: `priority-${place}`, name, conditions: [TOO_MUCH_STAT], from, to, reason: '' };
}

/** What requested priorities count as, in the order it is asked. */
export function PriorityForm({ rules, faults, onChange }: PriorityFormProps) {
  return (
    <Stack gap="sm" component="section" aria-label={text('policies.priority')}>
      <div>
        <Title order={3} size="h5">
          {text('policies.priority')}
        </Title>
        <Text size="sm" c="dimmed">
          {text('policies.priorityAbout')}
        </Text>
      </div>
      {rules.map((rule, place) => (
        <PriorityRuleForm
          key={rule.id}
          rule={rule}
          place={place}
          last={place === rules.length - 1}
          faults={at(faults, `priority.${place}`)}
          onChange={(next) => onChange(rules.toSpliced(place, 1, next))}
          onRemove={() => onChange(rules.toSpliced(place, 1))}
          onMove={(by) => onChange(movedRule(rules, place, by))}
        />
      ))}
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlus aria-hidden size={16} />}
          onClick={() => onChange([...rules, freshRule(rules)])}
        >
          {text('policies.addPriorityRule')}
        </Button>
      </Group>
    </Stack>
  );
}

interface PriorityRuleFormProps {
  rule: PriorityRule;
  place: number;
  last: boolean;
  faults: readonly Fault[];
  onChange: (rule: PriorityRule) => void;
  onRemove: () => void;
  onMove: (by: number) => void;
}

function PriorityRuleForm(props: PriorityRuleFormProps) {
  const { rule, place, last, faults, onChange, onRemove, onMove } = props;
  const set = (changes: Partial<PriorityRule>) => onChange({ ...rule, ...changes });
  const reasonFault = at(faults, `priority.${place}.reason`)[0]?.message;
  return (
    <Paper withBorder p="sm" component="section" aria-label={text('policies.priorityRuleAt', { place: place + 1 })}>
      <Stack gap="xs">
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            label={text('policies.priorityRuleAt', { place: place + 1 })}
            value={rule.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            flex={1}
          />
          <RuleOrder place={place} last={last} onRemove={onRemove} onMove={onMove} />
        </Group>
        <ConditionRows
          conditions={rule.conditions}
          path={`priority.${place}`}
          faults={faults}
          onChange={(conditions) => set({ conditions })}
        />
        <div>
          <AddCondition first={TOO_MUCH_STAT} onAdd={(each) => set({ conditions: [...rule.conditions, each] })} />
        </div>
        <OutcomeFields rule={rule} onChange={set} fault={reasonFault} />
        {faults
          .filter(({ path }) => !path.endsWith('.reason'))
          .map(({ path, message }) => (
            <Text key={`${path} ${message}`} size="sm" className="bad" role="alert">
              {message}
            </Text>
          ))}
      </Stack>
    </Paper>
  );
}

interface OutcomeProps {
  rule: PriorityRule;
  onChange: (changes: Partial<PriorityRule>) => void;
  fault: string | undefined;
}

const options = (values: readonly PriorityRule['from'][]) =>
  values.map((value) => ({ value, label: label('priority', value) }));

/** What it makes of which priority, and what the site is told. */
const OutcomeFields = ({ rule, onChange, fault }: OutcomeProps) => (
  <Group align="flex-start">
    <Select
      label={text('policies.requestedAs')}
      data={options(RULED_FROM)}
      value={rule.from}
      onChange={(from) => from !== null && onChange({ from: from as PriorityRule['from'] })}
      allowDeselect={false}
      w={140}
    />
    <Select
      label={text('policies.countsAs')}
      data={options(RULED_TO)}
      value={rule.to}
      onChange={(to) => to !== null && onChange({ to: to as PriorityRule['to'] })}
      allowDeselect={false}
      w={140}
    />
    <TextInput
      label={text('policies.reasonTold')}
      value={rule.reason}
      maxLength={500}
      required
      error={fault}
      onChange={(event) => onChange({ reason: event.currentTarget.value })}
      flex={1}
      miw={260}
    />
  </Group>
);
