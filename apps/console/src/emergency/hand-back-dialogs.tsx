import { Group, Radio, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { ATTEMPT_OUTCOMES, CHANNELS, HAND_BACK_REASONS } from '@overread/domain';
import type { HandBack, Study } from '@overread/wire';
import { useMemo } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useAct } from './use-act.js';

const missing = (value: string): string | null => (value.trim() === '' ? text('fieldMissing') : null);

/** Begins to call the site of a study. */
export function OpenHandBackDialog({ study, onClose }: { study: Study; onClose: () => void }) {
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const form = useForm<{ reason: (typeof HAND_BACK_REASONS)[number]; note: string }>({
    initialValues: { reason: 'nobody-eligible', note: '' },
  });
  const send = useAct(
    ({ note, reason }: typeof form.values) =>
      client.emergencies.handBack(study.id, { reason, note: note.trim() || null }, { idempotencyKey }),
    { done: text('handBack.opened'), onDone: onClose },
  );
  return (
    <FormDialog
      title={text('handBack.open')}
      submit={text('handBack.open')}
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      errorTitle={text('emergency.refused')}
      pending={send.isPending}
    >
      <Text size="sm" c="dimmed">
        {text('handBack.openWhy')}
      </Text>
      <Select
        label={text('reason')}
        allowDeselect={false}
        data={HAND_BACK_REASONS.map((value) => ({ value, label: label('handBackReason', value) }))}
        {...form.getInputProps('reason')}
      />
      <Textarea label={text('duty.note')} autosize minRows={2} maxLength={1000} {...form.getInputProps('note')} />
    </FormDialog>
  );
}

interface CallProps {
  handBack: HandBack;
  onClose: () => void;
}

interface Call {
  channel: (typeof CHANNELS)[number];
  person: string;
  outcome: (typeof ATTEMPT_OUTCOMES)[number];
  note: string;
}

function CallFields({ form }: { form: UseFormReturnType<Call> }) {
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

export function CallDialog({ handBack, onClose }: CallProps) {
  const due = handBack.callees.findLast((callee) => callee.due);
  const form = useForm<Call>({
    initialValues: { channel: 'phone', person: due?.name ?? due?.role ?? '', outcome: 'reached', note: '' },
    validate: { person: missing },
  });
  const send = useAct(
    (values: typeof form.values) =>
      client.emergencies.noteCall(handBack.id, { ...values, note: values.note.trim() || null }),
    { done: text('handBack.called'), onDone: onClose },
  );
  return (
    <FormDialog
      title={text('handBack.call')}
      submit={text('handBack.call')}
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      pending={send.isPending}
    >
      <Text size="sm" c="dimmed">
        {text('handBack.callWhy')}
      </Text>
      <CallFields form={form} />
    </FormDialog>
  );
}

interface Answer {
  name: string;
  role: string;
  note: string;
}

function AnswerFields({ form, takes }: { form: UseFormReturnType<Answer>; takes: boolean }) {
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          data-autofocus
          label={text('handBack.who')}
          required
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <TextInput label={text('duty.role')} required maxLength={100} {...form.getInputProps('role')} />
      </Group>
      <Textarea
        label={text(takes ? 'duty.note' : 'reason')}
        required={!takes}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('note')}
      />
    </>
  );
}

/** Somebody of the site takes the study, or says that it cannot: by name and role. */
export function AnswerDialog({ handBack, takes, onClose }: CallProps & { takes: boolean }) {
  const reached = handBack.attempts.findLast(({ outcome }) => outcome === 'reached');
  const form = useForm<Answer>({
    initialValues: { name: reached?.person ?? '', role: '', note: '' },
    validate: { name: missing, role: missing, note: (value) => (takes ? null : missing(value)) },
  });
  const send = useAct(
    ({ name, note, role }: typeof form.values) => {
      const said = { name: name.trim(), role: role.trim() };
      const options = { version: handBack.version };
      return takes
        ? client.emergencies.takeBack(handBack.id, { ...said, note: note.trim() || null }, options)
        : client.emergencies.refuseBack(handBack.id, { ...said, note: note.trim() }, options);
    },
    { done: text(takes ? 'handBack.taken' : 'handBack.notTaken'), onDone: onClose },
  );
  const title = text(takes ? 'handBack.take' : 'handBack.cannot');
  return (
    <FormDialog
      title={title}
      submit={title}
      onSubmit={form.onSubmit((values) => send.mutate(values))}
      onClose={onClose}
      error={send.error}
      errorTitle={text('emergency.refused')}
      pending={send.isPending}
    >
      <Text size="sm" c="dimmed">
        {text(takes ? 'handBack.takeWhy' : 'handBack.cannotWhy')}
      </Text>
      <AnswerFields form={form} takes={takes} />
    </FormDialog>
  );
}
