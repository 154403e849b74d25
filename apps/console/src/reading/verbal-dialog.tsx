import { Group, Radio, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { CONCLUSIONS } from '@overread/domain';
import type { ReadDetail } from '@overread/wire';
import { useMutation } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import type { Conclusion } from './draft-saver.js';

interface Verbal {
  name: string;
  role: string;
  phone: string;
  impression: string;
  conclusion: Conclusion | '';
}
const missing = (value: string): string | null => (value.trim() === '' ? text('fieldMissing') : null);

interface VerbalDialogProps {
  read: ReadDetail;
  onClose: () => void;
  onDone: () => void;
}

function useVerbal({ read, onClose, onDone }: VerbalDialogProps) {
  const { requester } = read.study;
  const form = useForm<Verbal>({
    initialValues: {
      name: requester?.name ?? '',
      role: '',
      phone: requester?.phone ?? '',
      impression: '',
      conclusion: '',
    },
    validate: { name: missing, impression: missing },
  });
  const tell = useMutation({
    mutationFn: (values: Verbal) =>
      client.reads.verbal(read.id, {
        to: { name: values.name.trim(), role: values.role.trim() || null, phone: values.phone.trim() || null },
        impression: values.impression,
        conclusion: values.conclusion || null,
      }),
    onSuccess: () => {
      told(text('verbal.done'));
      onClose();
      onDone();
    },
  });
  return { form, tell };
}

/** A result told by voice before there is a report: to whom, now, and what was said. */
export function VerbalDialog(props: VerbalDialogProps) {
  const { form, tell } = useVerbal(props);
  return (
    <FormDialog
      title={text('verbal.title')}
      submit={text('verbal.submit')}
      onSubmit={form.onSubmit((values) => tell.mutate(values))}
      onClose={props.onClose}
      error={tell.error}
      pending={tell.isPending}
      size="lg"
    >
      <Text size="sm" c="dimmed">
        {text('verbal.lead')}
      </Text>
      <Group grow align="flex-start">
        <TextInput data-autofocus label={text('verbal.name')} required {...form.getInputProps('name')} />
        <TextInput label={text('verbal.role')} {...form.getInputProps('role')} />
        <TextInput label={text('verbal.phone')} type="tel" {...form.getInputProps('phone')} />
      </Group>
      <Textarea label={text('verbal.said')} required autosize minRows={3} {...form.getInputProps('impression')} />
      <Radio.Group label={text('report.conclusion')} {...form.getInputProps('conclusion')}>
        <Group gap="md" mt={6}>
          {CONCLUSIONS.map((value) => (
            <Radio key={value} value={value} label={label('conclusion', value)} />
          ))}
        </Group>
      </Radio.Group>
    </FormDialog>
  );
}
