import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { finalAnywhere, opening, TIERS, type PlannedRead, type ReadingPlan, type StepOpening } from '@overread/domain';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { label, text } from '../../texts/text.js';
import { at, type Fault } from '../policy-version.js';

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

function PlanForm({ plan, faults, onChange, onRemove }: PlanFormProps) {
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
        </Group>
        {plan.reads.map((read, index) => (
          <ReadForm
            key={index}
            read={read}
            place={index}
            onChange={(next) => onChange({ ...plan, reads: plan.reads.toSpliced(index, 1, next) })}
          />
        ))}
        {faults.map(({ path, message }) => (
          <Text key={`${path} ${message}`} size="sm" className="bad" role="alert">
            {message}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}

interface ReadFormProps {
  read: PlannedRead;
  place: number;
  onChange: (read: PlannedRead) => void;
}

function ReadForm({ read, place, onChange }: ReadFormProps) {
  const ladder = (next: PlannedRead['ladder']) => onChange({ ...read, ladder: next });
  return (
    <Stack gap={6} pl="md" component="section" aria-label={text('policies.readAt', { place: place + 1 })}>
      <Group align="flex-end">
        <Text size="sm" fw={600} w={180} pb={8}>
          {place + 1}. {label('purpose', read.purpose)}, {label('issues', read.issues)}
        </Text>
        <TargetField read={read} onChange={onChange} />
      </Group>
      {read.ladder.map((step, index) => (
        <StepForm
          key={index}
          step={step}
          place={index}
          onChange={(next) => ladder(read.ladder.toSpliced(index, 1, next))}
          onRemove={() => ladder(read.ladder.toSpliced(index, 1))}
        />
      ))}
      <Group>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus aria-hidden size={14} />}
          onClick={() => {
            const pool = { tiers: [], readingGroupIds: [], readerId: null };
            ladder([...read.ladder, { pool, opens: opening({ atShareOfDeadline: 0.75 }) }]);
          }}
        >
          {text('policies.addStep')}
        </Button>
      </Group>
    </Stack>
  );
}

function TargetField({ read, onChange }: Omit<ReadFormProps, 'place'>) {
  return (
    <>
      {'minutes' in read.target && (
        <NumberInput
          size="xs"
          label={text('policies.targetMinutes')}
          value={read.target.minutes}
          onChange={(minutes) => onChange({ ...read, target: { minutes: Number(minutes) } })}
          min={1}
          w={170}
        />
      )}
      {'nextLocalTime' in read.target && (
        <TextInput
          size="xs"
          type="time"
          label={text('policies.targetTime')}
          value={read.target.nextLocalTime}
          onChange={(event) => onChange({ ...read, target: { nextLocalTime: event.currentTarget.value } })}
          w={170}
        />
      )}
    </>
  );
}

interface StepFormProps {
  step: PlannedRead['ladder'][number];
  place: number;
  onChange: (step: PlannedRead['ladder'][number]) => void;
  onRemove: () => void;
}

function StepForm({ step, place, onChange, onRemove }: StepFormProps) {
  const { opens, pool } = step;
  const set = (changes: Partial<StepOpening>) => onChange({ ...step, opens: { ...opens, ...changes } });
  return (
    <Group align="flex-end" gap="xs" component="section" aria-label={text('policies.stepAt', { place: place + 1 })}>
      <MultiSelect
        size="xs"
        label={text('policies.stepAt', { place: place + 1 })}
        placeholder={pool.tiers.length === 0 ? text('policies.everyTier') : ''}
        data={TIERS.map((value) => ({ value, label: label('tier', value) }))}
        value={pool.tiers}
        onChange={(tiers) => onChange({ ...step, pool: { ...pool, tiers: tiers as typeof pool.tiers } })}
        w={260}
      />
      <Checkbox
        size="xs"
        pb={6}
        label={text('opens.atOnce')}
        checked={opens.atOnce}
        onChange={(event) => set({ atOnce: event.currentTarget.checked })}
      />
      <OpeningNumbers opens={opens} onChange={set} />
      <Checkbox
        size="xs"
        pb={6}
        label={text('opens.nobody')}
        checked={opens.whenNobodySignedOn}
        onChange={(event) => set({ whenNobodySignedOn: event.currentTarget.checked })}
      />
      <ActionIcon variant="subtle" aria-label={text('policies.removeStep')} onClick={onRemove} mb={4}>
        <IconTrash aria-hidden size={16} />
      </ActionIcon>
    </Group>
  );
}

interface OpeningNumbersProps {
  opens: StepOpening;
  onChange: (changes: Partial<StepOpening>) => void;
}

const percent = (share: number | null | undefined) => (typeof share === 'number' ? Math.round(share * 100) : '');
const share = (value: number | string) => (value === '' ? null : Number(value) / 100);

function OpeningNumbers({ opens, onChange }: OpeningNumbersProps) {
  return (
    <>
      <NumberInput
        size="xs"
        label={text('policies.afterMinutes')}
        value={opens.afterMinutes ?? ''}
        onChange={(value) => onChange({ afterMinutes: value === '' ? null : Number(value) })}
        min={0}
        w={120}
      />
      <NumberInput
        size="xs"
        label={text('policies.atPercent')}
        value={percent(opens.atShareOfDeadline)}
        onChange={(value) => onChange({ atShareOfDeadline: share(value) })}
        min={0}
        max={100}
        w={150}
      />
      <NumberInput
        size="xs"
        label={text('policies.breachPercent')}
        value={percent(opens.whenForecastBreach)}
        onChange={(value) => onChange({ whenForecastBreach: share(value) })}
        min={0}
        max={100}
        w={170}
      />
    </>
  );
}
