import { ActionIcon, Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import type { Condition } from '@overread/domain';
import { IconPlus, IconX } from '@tabler/icons-react';
import { label, text } from '../../texts/text.js';

type Hours = NonNullable<Condition['hours']>;
type Window = Hours['windows'][number];

interface HoursProps {
  hours: Hours;
  error: string | undefined;
  onChange: (hours: Hours) => void;
}

/** ISO weekdays. */
const DAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: label('dayShort', String(day)) }));
export const FRESH_WINDOW: Window = { days: [], from: '19:00', to: '07:00' };

/** Windows of the week by the facility's clock, or by that of a zone. */
export function HoursFields({ hours, error, onChange }: HoursProps) {
  const { windows, zone } = hours;
  const set = (place: number, ...by: Window[]) => onChange({ ...hours, windows: windows.toSpliced(place, 1, ...by) });
  return (
    <Stack gap={6} flex={1}>
      {windows.map((window, place) => (
        <WindowFields
          key={place}
          window={window}
          error={place === 0 ? error : undefined}
          onChange={(next) => set(place, next)}
          onRemove={windows.length > 1 ? () => set(place) : null}
        />
      ))}
      <Group gap="xs" align="flex-end">
        <TextInput
          size="xs"
          label={text('policies.hoursZone')}
          placeholder={text('policies.facilityZone')}
          value={zone}
          onChange={(event) => onChange({ ...hours, zone: event.currentTarget.value })}
          w={220}
        />
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus aria-hidden size={14} />}
          onClick={() => onChange({ ...hours, windows: [...windows, FRESH_WINDOW] })}
        >
          {text('policies.addHours')}
        </Button>
      </Group>
    </Stack>
  );
}

interface WindowProps {
  window: Window;
  error: string | undefined;
  onChange: (window: Window) => void;
  onRemove: (() => void) | null;
}

function WindowFields({ window, error, onChange, onRemove }: WindowProps) {
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <MultiSelect
        aria-label={text('policies.hoursDays')}
        placeholder={window.days.length === 0 ? text('policies.everyDay') : ''}
        data={DAYS}
        value={window.days.map(String)}
        onChange={(days) => onChange({ ...window, days: days.map(Number).sort((a, b) => a - b) })}
        flex={1}
        miw={180}
      />
      <TextInput
        type="time"
        aria-label={text('policies.hoursFrom')}
        value={window.from}
        error={error}
        onChange={(event) => onChange({ ...window, from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        aria-label={text('policies.hoursTo')}
        value={window.to}
        onChange={(event) => onChange({ ...window, to: event.currentTarget.value })}
      />
      {onRemove && (
        <ActionIcon variant="subtle" aria-label={text('policies.removeHours')} onClick={onRemove} mt={4}>
          <IconX aria-hidden size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}
