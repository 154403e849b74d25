import { Group, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { HAND_BACK_REASONS } from '@overread/domain';
import type { HandBack, Study } from '@overread/wire';
import { useMemo } from 'react';
import { type Call, CallFields, callTo, missing, noted } from '../acts/call-fields.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { instantMeant, NO_TIME, WallTimeField, type WallTime } from '../zoned/wall-time-field.js';
import { useAct } from './use-act.js';

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

export function CallDialog({ handBack, onClose }: CallProps) {
  const due = handBack.callees.findLast((callee) => callee.due);
  const form = useForm<Call>({
    initialValues: callTo(due?.name ?? due?.role ?? ''),
    validate: { person: missing },
  });
  const send = useAct((values: Call) => client.emergencies.noteCall(handBack.id, noted(values)), {
    done: text('handBack.called'),
    onDone: onClose,
  });
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

/** What somebody of the site says: they take the study, cannot, have read it, or give it back. */
export type SiteWord = 'take' | 'cannot' | 'read' | 'reclaim';

interface Answer {
  name: string;
  role: string;
  note: string;
  at: WallTime;
}

/** Only who takes it need say no more. */
const NOTE = { take: 'duty.note', cannot: 'reason', read: 'handBack.where', reclaim: 'reason' } as const;

function AnswerFields({ form, word, zone }: { form: UseFormReturnType<Answer>; word: SiteWord; zone: string }) {
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          data-autofocus
          label={text(word === 'read' ? 'handBack.reader' : 'handBack.who')}
          required
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <TextInput label={text('duty.role')} required maxLength={100} {...form.getInputProps('role')} />
      </Group>
      {word === 'read' && (
        <WallTimeField
          label={text('handBack.readAt')}
          zone={zone}
          value={form.values.at}
          onChange={(at) => form.setFieldValue('at', at)}
        />
      )}
      <Textarea
        label={text(NOTE[word])}
        required={word !== 'take'}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('note')}
      />
    </>
  );
}

function sent(handBack: HandBack, word: SiteWord, { at, name, note, role }: Answer): Promise<HandBack> {
  const said = { name: name.trim(), role: role.trim(), note: note.trim() };
  const options = { version: handBack.version };
  switch (word) {
    case 'take':
      return client.emergencies.takeBack(handBack.id, { ...said, note: said.note || null }, options);
    case 'cannot':
      return client.emergencies.refuseBack(handBack.id, said, options);
    case 'read':
      return client.emergencies.siteReading(handBack.id, { ...said, at: instantMeant(handBack.zone, at) }, options);
    case 'reclaim':
      return client.emergencies.reclaim(handBack.id, said, options);
  }
}

/** What somebody of the site says, by name and role. */
export function AnswerDialog({ handBack, word, onClose }: CallProps & { word: SiteWord }) {
  const reached = handBack.attempts.findLast(({ outcome }) => outcome === 'reached');
  const { name = reached?.person ?? '', role = '' } = handBack.acknowledgement ?? {};
  const form = useForm<Answer>({
    initialValues: { name, role, note: '', at: NO_TIME },
    validate: { name: missing, role: missing, note: (value) => (word === 'take' ? null : missing(value)) },
  });
  const send = useAct((values: Answer) => sent(handBack, word, values), {
    done: text(`handBack.${word}Done`),
    onDone: onClose,
  });
  const title = text(`handBack.${word}`);
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
        {text(`handBack.${word}Why`)}
      </Text>
      <AnswerFields form={form} word={word} zone={handBack.zone} />
    </FormDialog>
  );
}
