import { Group, Radio, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ATTEMPT_OUTCOMES, CHANNELS } from '@overread/domain';
import { label, text } from '../texts/text.js';

/** What is noted of a call, a message, a fax. */
export interface Call {
  channel: (typeof CHANNELS)[number];
  person: string;
  outcome: (typeof ATTEMPT_OUTCOMES)[number];
  note: string;
}

export const missing = (value: string): string | null => (value.trim() === '' ? text('fieldMissing') : null);

export const callTo = (person: string): Call => ({ channel: 'phone', person, outcome: 'reached', note: '' });

export const noted = ({ person, note, ...call }: Call) => ({
  ...call,
  person: person.trim(),
  note: note.trim() || null,
});

/** By which way, whom, and what came of it. */
export function CallFields({ form }: { form: UseFormReturnType<Call> }) {
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={text('duty.channel')}
          allowDeselect={false}
          data={CHANNELS.map((value) => ({ value, label: label('channel', value) }))}
          {...form.getInputProps('channel')}
        />
        <TextInput
          data-autofocus
          label={text('duty.person')}
          required
          maxLength={200}
          {...form.getInputProps('person')}
        />
      </Group>
      <Radio.Group label={text('duty.outcome')} {...form.getInputProps('outcome')}>
        <Group gap="md" mt={6}>
          {ATTEMPT_OUTCOMES.map((value) => (
            <Radio key={value} value={value} label={label('attempt', value)} />
          ))}
        </Group>
      </Radio.Group>
      <TextInput label={text('duty.note')} maxLength={1000} {...form.getInputProps('note')} />
    </>
  );
}
