import { Checkbox, Group, Radio, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ATTEMPT_OUTCOMES, CHANNELS } from '@overread/domain';
import type { Duty } from '@overread/wire';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { writesDown, type DutyAct } from './duty-actions.js';

interface DialogProps {
  duty: Duty;
  onClose: () => void;
}

const missing = (value: string): string | null => (value.trim() === '' ? text('fieldMissing') : null);

/** An act on a duty as it was seen: whoever acted meanwhile is told of. */
function useAct<Values>(act: DutyAct, { duty, onClose }: DialogProps, send: (values: Values) => Promise<Duty>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      told(text(`duty.${act}Done`));
      onClose();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['duties'] }),
        queries.invalidateQueries({ queryKey: ['timeline', duty.studyId] }),
      ]),
  });
}

type Outcome = (typeof ATTEMPT_OUTCOMES)[number];

function AttemptDialog(props: DialogProps) {
  const { duty, onClose } = props;
  const form = useForm<{ channel: (typeof CHANNELS)[number]; person: string; outcome: Outcome; note: string }>({
    initialValues: { channel: 'phone', person: duty.to?.name ?? '', outcome: 'reached', note: '' },
    validate: { person: missing },
  });
  const send = useAct('attempt', props, (values: typeof form.values) =>
    client.duties.attempt(duty.id, { ...values, person: values.person.trim(), note: values.note.trim() || null }),
  );
  return (
    <FormDialog
      title={text('duty.attempt')}
      submit={text('duty.attempt')}
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      pending={send.isPending}
    >
      <Text size="sm" c="dimmed">
        {text('duty.attemptWhy')}
      </Text>
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
    </FormDialog>
  );
}

function AcknowledgeDialog(props: DialogProps) {
  const { duty, onClose } = props;
  const { name: own, role } = useUser();
  const fromCall = writesDown(duty, role);
  const form = useForm({
    initialValues: { name: fromCall ? (duty.to?.name ?? '') : own, role: '', readBack: false, patientLeft: false },
    validate: { name: missing, readBack: (value) => (fromCall && !value ? text('duty.readBackNeeded') : null) },
  });
  const send = useAct('acknowledge', props, (values: typeof form.values) =>
    client.duties.acknowledge(
      duty.id,
      {
        name: values.name.trim(),
        role: values.role.trim() || null,
        readBack: values.readBack ? true : null,
        ...(values.patientLeft ? { patientLeft: true } : {}),
      },
      { version: duty.version },
    ),
  );
  return (
    <FormDialog
      title={text('duty.acknowledge')}
      submit={text('duty.acknowledge')}
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      pending={send.isPending}
    >
      <Text size="sm" c="dimmed">
        {text(fromCall ? 'duty.acknowledgeFromCall' : 'duty.acknowledgeWhy')}
      </Text>
      <Group grow align="flex-start">
        <TextInput data-autofocus label={text('duty.name')} required maxLength={200} {...form.getInputProps('name')} />
        <TextInput label={text('duty.role')} maxLength={100} {...form.getInputProps('role')} />
      </Group>
      <Checkbox label={text('duty.readBack')} {...form.getInputProps('readBack', { type: 'checkbox' })} />
      {duty.owedTo === 'clinician' && (
        <Checkbox label={text('duty.patientLeft')} {...form.getInputProps('patientLeft', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}

function CloseDialog(props: DialogProps) {
  const { duty, onClose } = props;
  const form = useForm({ initialValues: { outcome: '' }, validate: { outcome: missing } });
  const send = useAct('close', props, ({ outcome }: typeof form.values) =>
    client.duties.close(duty.id, { outcome: outcome.trim() }, { version: duty.version }),
  );
  return (
    <FormDialog
      title={text('duty.close')}
      submit={text('duty.close')}
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      pending={send.isPending}
    >
      <Textarea
        data-autofocus
        label={text('duty.whatCame')}
        required
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('outcome')}
      />
    </FormDialog>
  );
}

const dialogs = { attempt: AttemptDialog, acknowledge: AcknowledgeDialog, close: CloseDialog };

export function DutyDialog({ act, ...props }: DialogProps & { act: DutyAct }) {
  const Dialog = dialogs[act];
  return <Dialog {...props} />;
}
