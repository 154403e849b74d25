import { SegmentedControl, Stack, TextInput } from '@mantine/core';
import { text } from '../texts/text.js';
import { instantsOf } from './wall-time.js';

export interface WallTime {
  /** As typed: `YYYY-MM-DDTHH:mm`. */
  local: string;
  /** Of an hour that comes twice, which: 0 the first. */
  which: 0 | 1;
}
export const NO_TIME: WallTime = { local: '', which: 0 };

/** The instant that is meant; null while there is none. */
export function instantMeant(zone: string, { local, which }: WallTime): string | null {
  const instants = instantsOf(zone, local);
  return instants[which] ?? instants[0] ?? null;
}

interface FieldProps {
  label: string;
  zone: string;
  value: WallTime;
  onChange: (value: WallTime) => void;
  required?: boolean;
}

/** Date and time by the clock of a place, as it stood on paper there: the hour that comes twice is asked about. */
export function WallTimeField({ label, zone, value, onChange, required = false }: FieldProps) {
  const instants = instantsOf(zone, value.local);
  const skipped = value.local !== '' && instants.length === 0;
  return (
    <Stack gap={4}>
      <TextInput
        type="datetime-local"
        label={label}
        description={text('zoned.in', { zone })}
        required={required}
        value={value.local}
        error={skipped ? text('zoned.skipped') : undefined}
        onChange={(event) => onChange({ local: event.currentTarget.value, which: 0 })}
      />
      {instants.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={text('zoned.twice')}
          data={[
            { value: '0', label: text('zoned.first') },
            { value: '1', label: text('zoned.second') },
          ]}
          value={String(value.which)}
          onChange={(which) => onChange({ ...value, which: which === '1' ? 1 : 0 })}
        />
      )}
    </Stack>
  );
}
