import { Checkbox, List, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { RETRACTION_KINDS } from '@overread/domain';
import type { Report } from '@overread/wire';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { time } from '../ui/format.js';
import { told } from '../ui/notify.js';

const RETRACTED = 'retracted';

/** Results that stand, by the read that gave them: those of this reader, or everybody's for an administrator. */
export function retractable(reports: readonly Report[], readerId: string | null): Map<string, Report[]> {
  const standing = reports.filter(({ flags, kind }) => kind !== 'opinion' && !flags.includes(RETRACTED));
  const own = standing.filter(({ author }) => readerId === null || author.id === readerId);
  return Map.groupBy(own, ({ readId }) => readId);
}

const nameOf = (reports: readonly Report[]): string =>
  reports
    .map(({ author, kind, signedAt }) => `${label('reportKind', kind)}, ${author.name}, ${time(signedAt)}`)
    .join(' + ');

interface RetractDialogProps {
  studyId: string;
  results: ReadonlyMap<string, Report[]>;
  onClose: () => void;
}

interface Retracting {
  readId: string;
  kind: (typeof RETRACTION_KINDS)[number];
  reason: string;
  understood: boolean;
}

function useRetract({ onClose, results, studyId }: RetractDialogProps) {
  const queries = useQueryClient();
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const form = useForm<Retracting>({
    initialValues: { readId: [...results.keys()][0] ?? '', kind: 'wrong-patient', reason: '', understood: false },
    validate: {
      reason: (value) => (value.trim() === '' ? text('fieldMissing') : null),
      understood: (value) => (value ? null : text('retract.confirmMissing')),
    },
  });
  const retract = useMutation({
    mutationFn: ({ kind, readId, reason }: Retracting) =>
      client.duties.retract(readId, { kind, reason: reason.trim() }, { idempotencyKey }),
    onSuccess: () => {
      told(text('retract.done'));
      for (const key of ['duties', 'reports', 'study', 'read', 'timeline'])
        void queries.invalidateQueries({ queryKey: key === 'duties' || key === 'read' ? [key] : [key, studyId] });
      onClose();
    },
  });
  return { form, retract };
}

/** A result is withdrawn: what happens is said before it is done. */
export function RetractDialog(props: RetractDialogProps) {
  const { form, retract } = useRetract(props);
  const choices = [...props.results].map(([value, reports]) => ({ value, label: nameOf(reports) }));
  return (
    <FormDialog
      title={text('retract.title')}
      submit={text('retract.submit')}
      color="red"
      size="lg"
      onSubmit={form.onSubmit((values) => retract.mutate(values))}
      onClose={props.onClose}
      error={retract.error}
      pending={retract.isPending}
    >
      <Select label={text('retract.which')} allowDeselect={false} data={choices} {...form.getInputProps('readId')} />
      <Radio.Group label={text('retract.kind')} {...form.getInputProps('kind')}>
        <Stack gap={6} mt={6}>
          {RETRACTION_KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={label('dutySource.retraction', kind)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        data-autofocus
        label={text('reason')}
        required
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('reason')}
      />
      <div>
        <Text size="sm" fw={600}>
          {text('retract.whatHappens')}
        </Text>
        <List size="sm">
          {(['marked', 'replaced', 'told', 'closed', 'kept'] as const).map((effect) => (
            <List.Item key={effect}>{text(`retract.effect.${effect}`)}</List.Item>
          ))}
        </List>
      </div>
      <Checkbox label={text('retract.confirm')} {...form.getInputProps('understood', { type: 'checkbox' })} />
    </FormDialog>
  );
}
