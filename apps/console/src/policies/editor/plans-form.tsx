import { ActionIcon, Button, Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { finalAnywhere, type PlannedRead, type ReadingPlan } from '@overread/domain';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { text } from '../../texts/text.js';
import { at, type Fault } from '../policy-version.js';
import { ReadForm } from './read-form.js';

interface PlansFormProps {
  plans: readonly ReadingPlan[];
  faults: readonly Fault[];
  onChange: (plans: ReadingPlan[]) => void;
}

const freshPlan = (plans: readonly ReadingPlan[]): ReadingPlan => {
  let place = plans.length + 1;
  while (plans.some(({ name }) => name === `plan-${place}`)) place += 1;
  return { ...finalAnywhere(), name: `plan-${place}` };
};

/** Plans with their reads, and for each read the ladder of who may be offered it. */
export function PlansForm({ plans, faults, onChange }: PlansFormProps) {
  return (
    <Stack gap="sm" component="section" aria-label={text('policies.plans')}>
      <Title order={3} size="h5">
        {text('policies.plans')}
      </Title>
      {plans.map((plan, place) => (
        <PlanForm
          key={place}
          plan={plan}
          faults={at(faults, `plans.${place}`)}
          onChange={(next) => onChange(plans.toSpliced(place, 1, next))}
          onRemove={() => onChange(plans.toSpliced(place, 1))}
        />
      ))}
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlus aria-hidden size={16} />}
          onClick={() => onChange([...plans, freshPlan(plans)])}
        >
          {text('policies.addPlan')}
        </Button>
      </Group>
    </Stack>
  );
}

interface PlanFormProps {
  plan: ReadingPlan;
  faults: readonly Fault[];
  onChange: (plan: ReadingPlan) => void;
  onRemove: () => void;
}

/** A read more, as a plan's first is: what it is for is chosen in its form. */
const freshRead = (): PlannedRead => ({ ...(finalAnywhere().reads[0] as PlannedRead), purpose: 'consultation' });

function PlanForm({ plan, faults, onChange, onRemove }: PlanFormProps) {
  const { justifiedOnSite: _justified, ...rest } = plan;
  const setReads = (reads: PlannedRead[]) => onChange({ ...plan, reads });
  return (
    <Paper withBorder p="sm" component="section" aria-label={text('policies.plan', { plan: plan.name })}>
      <Stack gap="xs">
        <Group align="flex-end">
          <TextInput
            label={text('policies.planName')}
            value={plan.name}
            onChange={(event) => onChange({ ...plan, name: event.currentTarget.value })}
            w={320}
          />
          <ActionIcon variant="default" aria-label={text('policies.removePlan')} onClick={onRemove}>
            <IconTrash aria-hidden size={16} />
          </ActionIcon>
          <Checkbox
            pb={8}
            label={text('policies.justifiedOnSite')}
            checked={plan.justifiedOnSite === true}
            onChange={(event) => onChange(event.currentTarget.checked ? { ...rest, justifiedOnSite: true } : rest)}
          />
        </Group>
        {plan.reads.map((read, index) => (
          <ReadForm
            key={index}
            read={read}
            place={index}
            onChange={(next) => setReads(plan.reads.toSpliced(index, 1, next))}
            onRemove={plan.reads.length > 1 ? () => setReads(plan.reads.toSpliced(index, 1)) : null}
          />
        ))}
        <Group>
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconPlus aria-hidden size={14} />}
            onClick={() => setReads([...plan.reads, freshRead()])}
          >
            {text('policies.addRead')}
          </Button>
        </Group>
        <FaultTexts faults={faults} />
      </Stack>
    </Paper>
  );
}

const FaultTexts = ({ faults }: { faults: readonly Fault[] }) => (
  <>
    {faults.map(({ path, message }) => (
      <Text key={`${path} ${message}`} size="sm" className="bad" role="alert">
        {message}
      </Text>
    ))}
  </>
);
