import { Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Duty } from '@overread/wire';
import { type Call, CallFields, callTo, missing, noted } from '../acts/call-fields.js';
import { SaidDialog } from '../acts/said-dialog.js';
import { useAct } from '../acts/use-act.js';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { writesDown, type DutyAct } from './duty-actions.js';

interface DialogProps {
  duty: Duty;
  onClose: () => void;
}

/** An act on a duty as it was seen: whoever acted meanwhile is told of. */
const tellingOf = (act: DutyAct, { duty, onClose }: DialogProps) => ({
  done: text(`duty.${act}Done`),
  shownBy: [['duties'], ['timeline', duty.studyId]],
  onDone: onClose,
});

function AttemptDialog(props: DialogProps) {
  const { duty, onClose } = props;
  const form = useForm<Call>({ initialValues: callTo(duty.to?.name ?? ''), validate: { person: missing } });
  const send = useAct((values: Call) => client.duties.attempt(duty.id, noted(values)), tellingOf('attempt', props));
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
      <CallFields form={form} />
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
  const send = useAct(
    (values: typeof form.values) =>
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
    tellingOf('acknowledge', props),
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
  const { done, shownBy } = tellingOf('close', props);
  return (
    <SaidDialog
      title={text('duty.close')}
      label={text('duty.whatCame')}
      done={done}
      errorTitle={text('problem.title')}
      shownBy={shownBy}
      send={(outcome) => client.duties.close(duty.id, { outcome }, { version: duty.version })}
      onClose={onClose}
    />
  );
}

const dialogs = { attempt: AttemptDialog, acknowledge: AcknowledgeDialog, close: CloseDialog };

export function DutyDialog({ act, ...props }: DialogProps & { act: DutyAct }) {
  const Dialog = dialogs[act];
  return <Dialog {...props} />;
}
