import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { ISSUES, opening, PURPOSES, type PlannedRead } from '@overread/domain';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { label, text } from '../../texts/text.js';
import { StepForm } from './step-form.js';

interface ReadFormProps {
  read: PlannedRead;
  place: number;
  onChange: (read: PlannedRead) => void;
  /** Null for the only read of its plan. */
  onRemove: (() => void) | null;
}

/** What a read is for, what it issues and by when, and its ladder. */
export function ReadForm({ read, place, onChange, onRemove }: ReadFormProps) {
  const ladder = (next: PlannedRead['ladder']) => onChange({ ...read, ladder: next });
  return (
    <Stack gap={6} pl="md" component="section" aria-label={text('policies.readAt', { place: place + 1 })}>
      <Group align="flex-end">
        <Text size="sm" fw={600} pb={8}>
          {place + 1}.
        </Text>
        <KindFields read={read} onChange={onChange} />
        <TargetField read={read} onChange={onChange} />
        {onRemove && (
          <ActionIcon variant="subtle" aria-label={text('policies.removeRead')} onClick={onRemove} mb={4}>
            <IconTrash aria-hidden size={16} />
          </ActionIcon>
        )}
      </Group>
      {read.ladder.map((step, index) => (
        <StepForm
          key={index}
          step={step}
          place={index}
          readPlace={place}
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

type FieldProps = Pick<ReadFormProps, 'read' | 'onChange'>;

function KindFields({ read, onChange }: FieldProps) {
  return (
    <>
      <Select
        size="xs"
        label={text('policies.purpose')}
        data={PURPOSES.map((value) => ({ value, label: label('purpose', value) }))}
        value={read.purpose}
        onChange={(purpose) => purpose !== null && onChange({ ...read, purpose })}
        allowDeselect={false}
        w={150}
      />
      <Select
        size="xs"
        label={text('policies.issues')}
        data={ISSUES.map((value) => ({ value, label: label('issues', value) }))}
        value={read.issues}
        onChange={(issues) => issues !== null && onChange({ ...read, issues })}
        allowDeselect={false}
        w={140}
      />
      {(['independent', 'billable'] as const).map((name) => (
        <Checkbox
          key={name}
          size="xs"
          pb={6}
          label={text(`policies.${name}`)}
          checked={read[name]}
          onChange={(event) => onChange({ ...read, [name]: event.currentTarget.checked })}
        />
      ))}
    </>
  );
}

/** In minutes, or by a time of day at the facility. */
function TargetField({ read, onChange }: FieldProps) {
  const { target } = read;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={text('policies.targetKind')}
        value={'minutes' in target ? 'minutes' : 'time'}
        onChange={(kind) =>
          onChange({ ...read, target: kind === 'minutes' ? { minutes: 240 } : { nextLocalTime: '07:00' } })
        }
        data={[
          { value: 'minutes', label: text('policies.targetMinutes') },
          { value: 'time', label: text('policies.targetTime') },
        ]}
      />
      {'minutes' in target ? (
        <NumberInput
          size="xs"
          aria-label={text('policies.targetMinutes')}
          value={target.minutes}
          onChange={(minutes) => onChange({ ...read, target: { minutes: Number(minutes) } })}
          min={1}
          w={110}
        />
      ) : (
        <TextInput
          size="xs"
          type="time"
          aria-label={text('policies.targetTime')}
          value={target.nextLocalTime}
          onChange={(event) => onChange({ ...read, target: { nextLocalTime: event.currentTarget.value } })}
          w={110}
        />
      )}
    </>
  );
}
