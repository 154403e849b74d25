import { Autocomplete, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import type { PolicyRule } from '@overread/domain';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { label, text } from '../../texts/text.js';
import { AddCondition, ConditionRows } from './conditions-fields.js';
import { movedRule, RuleOrder } from './rule-order.js';
import { at, type Fault } from '../policy-version.js';

interface RulesFormProps {
  rules: readonly PolicyRule[];
  plans: string[];
  faults: readonly Fault[];
  onChange: (rules: PolicyRule[]) => void;
}

/** So many rules stand on the page at once: a policy may have thousands. */
const PAGE = 25;

const freshRule = (rules: readonly PolicyRule[], plan: string | undefined): PolicyRule => {
  let place = rules.length + 1;
  while (rules.some(({ id }) => id === `rule-${place}`)) place += 1;
  return { id: `rule-${place}`, name: text('policies.newRule'), conditions: [], ...(plan ? { plan } : {}) };
};

function MoreRules({ hidden, onAdd, onMore }: { hidden: number; onAdd: () => void; onMore: () => void }) {
  return (
    <Group>
      <Button variant="light" leftSection={<IconPlus aria-hidden size={16} />} onClick={onAdd}>
        {text('policies.addRule')}
      </Button>
      {hidden > 0 && (
        <Button variant="default" onClick={onMore}>
          {text('policies.moreRules', { count: hidden })}
        </Button>
      )}
    </Group>
  );
}

/** By its name, its plan, or a value it asks for. */
function isSought({ name, plan = '', conditions }: PolicyRule, sought: string): boolean {
  const part = sought.trim().toLowerCase();
  return (
    part === '' ||
    [name, plan, ...conditions.flatMap(({ value }) => [value ?? []].flat().map(String))].some((each) =>
      each.toLowerCase().includes(part),
    )
  );
}

/** Rules in the order they are tried. */
export function RulesForm({ rules, plans, faults, onChange }: RulesFormProps) {
  const [shown, setShown] = useState(PAGE);
  const [sought, setSought] = useState('');
  const found = rules.flatMap((rule, place) => (isSought(rule, sought) ? [{ rule, place }] : []));
  const replace = (place: number, ...by: PolicyRule[]) => onChange(rules.toSpliced(place, 1, ...by));
  return (
    <Stack gap="sm" component="section" aria-label={text('policies.rules')}>
      <Title order={3} size="h5">
        {text('policies.rules')}
      </Title>
      {rules.length > PAGE && (
        <TextInput
          type="search"
          label={text('policies.findRule')}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          w={320}
        />
      )}
      {found.slice(0, shown).map(({ rule, place }) => (
        <RuleForm
          key={rule.id}
          rule={rule}
          plans={plans}
          place={place}
          last={place === rules.length - 1}
          faults={at(faults, `rules.${place}`)}
          onChange={(next) => replace(place, next)}
          onRemove={() => replace(place)}
          onMove={(by) => onChange(movedRule(rules, place, by))}
        />
      ))}
      <MoreRules
        hidden={found.length - shown}
        onAdd={() => {
          setSought('');
          onChange([...rules, freshRule(rules, plans[0])]);
          setShown(Math.max(shown, rules.length + 1));
        }}
        onMore={() => setShown(shown + PAGE)}
      />
    </Stack>
  );
}

interface RuleFormProps {
  rule: PolicyRule;
  plans: string[];
  place: number;
  last: boolean;
  faults: readonly Fault[];
  onChange: (rule: PolicyRule) => void;
  onRemove: () => void;
  onMove: (by: number) => void;
}

function RuleForm(props: RuleFormProps) {
  const { rule, place, faults, onChange } = props;
  const conditions = (next: PolicyRule['conditions']) => onChange({ ...rule, conditions: next });
  return (
    <Paper withBorder p="sm" component="section" aria-label={text('policies.ruleAt', { place: place + 1 })}>
      <Stack gap="xs">
        <RuleHead {...props} />
        <ConditionRows conditions={rule.conditions} path={`rules.${place}`} faults={faults} onChange={conditions} />
        <Group align="flex-end">
          <AddCondition
            first={{ attribute: 'modality', operator: 'equals', value: 'CT' }}
            onAdd={(each) => conditions([...rule.conditions, each])}
          />
          <SetsFields rule={rule} onChange={onChange} />
        </Group>
        {faults.map(({ path, message }) => (
          <Text key={`${path} ${message}`} size="sm" className="bad" role="alert">
            {message}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}

/** Its name, its plan, and where it stands. */
function RuleHead({ rule, plans, place, last, onChange, onRemove, onMove }: RuleFormProps) {
  const { plan: _plan, ...without } = rule;
  return (
    <Group align="flex-end" wrap="nowrap">
      <TextInput
        label={text('policies.ruleAt', { place: place + 1 })}
        value={rule.name}
        onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
        flex={1}
      />
      <Autocomplete
        label={text('policies.leadsTo')}
        data={plans}
        value={rule.plan ?? ''}
        onChange={(plan) => onChange(plan === '' ? without : { ...rule, plan })}
        w={280}
      />
      <RuleOrder place={place} last={last} onRemove={onRemove} onMove={onMove} />
    </Group>
  );
}

function SetsFields({ rule, onChange }: Pick<RuleFormProps, 'rule' | 'onChange'>) {
  const set = (name: 'subspecialty' | 'priority' | 'protocol', value: string) => {
    const { [name]: _before, ...others } = rule.sets ?? {};
    const sets = value === '' ? others : { ...others, [name]: value };
    const { sets: _sets, ...without } = rule;
    onChange((Object.keys(sets).length === 0 ? without : { ...without, sets }) as PolicyRule);
  };
  return (
    <>
      <Select
        size="xs"
        label={text('policies.raisesTo')}
        data={(['critical', 'stat', 'urgent'] as const).map((value) => ({ value, label: label('priority', value) }))}
        value={rule.sets?.priority ?? null}
        onChange={(value) => set('priority', value ?? '')}
        clearable
        clearButtonProps={{ 'aria-label': text('policies.clear') }}
        w={140}
      />
      <TextInput
        size="xs"
        label={text('policies.needs')}
        value={rule.sets?.subspecialty ?? ''}
        onChange={(event) => set('subspecialty', event.currentTarget.value)}
        w={160}
      />
      <TextInput
        size="xs"
        label={text('policies.setsProtocol')}
        value={rule.sets?.protocol ?? ''}
        onChange={(event) => set('protocol', event.currentTarget.value)}
        w={160}
      />
    </>
  );
}
