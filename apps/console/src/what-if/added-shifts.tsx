import { ActionIcon, Button, Fieldset, Group, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useReaders, useReadingGroups } from '../network/directory.js';
import { text } from '../texts/text.js';
import { instantMeant, NO_TIME, WallTimeField, type WallTime } from '../zoned/wall-time-field.js';

/** A reader who reads in addition, from home, for a group of theirs; times by the group's clock. */
export interface AddedShift {
  readerId: string | null;
  readingGroupId: string | null;
  zone: string;
  startsAt: WallTime;
  endsAt: WallTime;
}
const NEW: AddedShift = { readerId: null, readingGroupId: null, zone: 'UTC', startsAt: NO_TIME, endsAt: NO_TIME };

export function shiftToSend({ readerId, readingGroupId, zone, ...times }: AddedShift) {
  const [startsAt, endsAt] = [instantMeant(zone, times.startsAt), instantMeant(zone, times.endsAt)];
  if (readerId === null || readingGroupId === null || startsAt === null || endsAt === null) return [];
  return [{ readerId, readingGroupId, startsAt, endsAt }];
}
export const isWhole = (shift: AddedShift): boolean =>
  shiftToSend(shift).some(({ startsAt, endsAt }) => startsAt < endsAt);

interface OneProps {
  number: number;
  shift: AddedShift;
  onChange: (shift: AddedShift) => void;
  onRemove: () => void;
}

function OneShift({ number, shift, onChange, onRemove }: OneProps) {
  const readers = useReaders().data ?? [];
  const groups = useReadingGroups().data ?? [];
  const zoneOf = (id: string | null) => groups.find((group) => group.id === id)?.zone ?? 'UTC';
  const theirs = readers.find(({ id }) => id === shift.readerId)?.readingGroupIds ?? [];
  const own = groups.filter(({ id }) => theirs.includes(id));
  const choose = (readerId: string | null) => {
    const group = readers.find(({ id }) => id === readerId)?.readingGroupIds[0] ?? null;
    onChange({ ...shift, readerId, readingGroupId: group, zone: zoneOf(group) });
  };
  return (
    <Fieldset legend={text('whatIf.shift', { number })}>
      <Group align="flex-start">
        <Select
          searchable
          withAsterisk
          label={text('breakGlass.reader')}
          data={readers.map(({ id, name }) => ({ value: id, label: name }))}
          value={shift.readerId}
          onChange={choose}
        />
        <Select
          withAsterisk
          allowDeselect={false}
          label={text('rosters.group')}
          data={own.map(({ id, name }) => ({ value: id, label: name }))}
          value={shift.readingGroupId}
          onChange={(id) => onChange({ ...shift, readingGroupId: id, zone: zoneOf(id) })}
        />
        <WallTimeField
          required
          label={text('callTree.from')}
          zone={shift.zone}
          value={shift.startsAt}
          onChange={(startsAt) => onChange({ ...shift, startsAt })}
        />
        <WallTimeField
          required
          label={text('callTree.to')}
          zone={shift.zone}
          value={shift.endsAt}
          onChange={(endsAt) => onChange({ ...shift, endsAt })}
        />
        <ActionIcon variant="default" mt={24} aria-label={text('whatIf.removeShift', { number })} onClick={onRemove}>
          <IconTrash aria-hidden size={16} />
        </ActionIcon>
      </Group>
    </Fieldset>
  );
}

export function AddedShifts({ shifts, onChange }: { shifts: AddedShift[]; onChange: (shifts: AddedShift[]) => void }) {
  return (
    <>
      {shifts.map((shift, at) => (
        <OneShift
          key={at}
          number={at + 1}
          shift={shift}
          onChange={(next) => onChange(shifts.with(at, next))}
          onRemove={() => onChange(shifts.toSpliced(at, 1))}
        />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus aria-hidden size={15} />}
          onClick={() => onChange([...shifts, NEW])}
        >
          {text('whatIf.addShift')}
        </Button>
      </Group>
    </>
  );
}
