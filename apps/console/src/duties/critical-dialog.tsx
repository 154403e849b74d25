import { Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { CRITICAL_CATEGORIES, DEFAULT_TELLING_TIMES } from '@overread/domain';
import type { ReadDetail } from '@overread/wire';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { minutes } from '../ui/format.js';
import { told } from '../ui/notify.js';

const missing = (value: string): string | null => (value.trim() === '' ? text('fieldMissing') : null);

interface Finding {
  category: (typeof CRITICAL_CATEGORIES)[number];
  finding: string;
  name: string;
  phone: string;
}

function useFinding({ read, onClose }: { read: ReadDetail; onClose: () => void }) {
  const queries = useQueryClient();
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const { requester } = read.study;
  const form = useForm<Finding>({
    initialValues: {
      category: 'immediate',
      finding: '',
      name: requester?.name ?? '',
      phone: requester?.phone ?? '',
    },
    validate: { finding: missing },
  });
  const tell = useMutation({
    mutationFn: ({ category, finding, name, phone }: Finding) => {
      const to = name.trim() === '' ? null : { name: name.trim(), phone: phone.trim() || null };
      return client.duties.criticalResult(read.id, { category, finding: finding.trim(), to }, { idempotencyKey });
    },
    onSuccess: () => {
      told(text('critical.done'));
      void queries.invalidateQueries({ queryKey: ['duties'] });
      onClose();
    },
  });
  return { form, tell };
}

/** A finding that somebody must hear of now, before there is a report. */
export function CriticalDialog(props: { read: ReadDetail; onClose: () => void }) {
  const { form, tell } = useFinding(props);
  return (
    <FormDialog
      title={text('critical.title')}
      submit={text('critical.submit')}
      onSubmit={form.onSubmit((values) => tell.mutate(values))}
      onClose={props.onClose}
      error={tell.error}
      pending={tell.isPending}
      size="lg"
    >
      <Text size="sm" c="dimmed">
        {text('critical.lead')}
      </Text>
      <Textarea
        data-autofocus
        label={text('critical.finding')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('finding')}
      />
      <Radio.Group label={text('critical.category')} {...form.getInputProps('category')}>
        <Stack gap={6} mt={6}>
          {CRITICAL_CATEGORIES.map((category) => (
            <Radio
              key={category}
              value={category}
              label={`${label('dutySource.critical-result', category)}: ${text('critical.within', {
                time: minutes(DEFAULT_TELLING_TIMES.criticalResult[category]),
              })}`}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group grow align="flex-start">
        <TextInput label={text('critical.to')} maxLength={200} {...form.getInputProps('name')} />
        <TextInput label={text('verbal.phone')} type="tel" maxLength={40} {...form.getInputProps('phone')} />
      </Group>
    </FormDialog>
  );
}
