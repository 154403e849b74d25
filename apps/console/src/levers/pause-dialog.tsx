import { NumberInput, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { ReasonField } from '../ui/reason-field.js';

export type PauseAct = 'pause-reader' | 'resume-reader' | 'pause-group' | 'drain-group' | 'resume-group';

const LASTING: readonly PauseAct[] = ['pause-reader', 'pause-group'];
const USUAL_MINUTES = 60;
const MOST_MINUTES = 1440;

const send = (act: PauseAct, id: string, { reason, minutes }: { reason: string; minutes: number }) =>
  ({
    'pause-reader': () => client.network.pauseReader(id, { reason, minutes }),
    'resume-reader': () => client.network.resumeReader(id, { reason }),
    'pause-group': () => client.network.pauseGroup(id, { reason, minutes }),
    'drain-group': () => client.network.drainGroup(id, { reason }),
    'resume-group': () => client.network.resumeGroup(id, { reason }),
  })[act]();

const MinutesField = (field: { value: string | number; onChange: (minutes: string | number) => void }) => (
  <NumberInput label={text('levers.minutes')} min={1} max={MOST_MINUTES} allowDecimal={false} {...field} />
);

/** Keeps new work from a reader or a group, or lets it come again. */
export function PauseDialog({
  act,
  id,
  name,
  onClose,
}: {
  act: PauseAct;
  id: string;
  name: string;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const [minutes, setMinutes] = useState<string | number>(USUAL_MINUTES);
  const [reason, setReason] = useState('');
  const lasts = LASTING.includes(act);
  const ask = useMutation({
    mutationFn: () => send(act, id, { reason: reason.trim(), minutes: Number(minutes) }),
    onSuccess: () => {
      told(text(`${act}.done`, { name }));
      void queries.invalidateQueries({ queryKey: ['readers'] });
      void queries.invalidateQueries({ queryKey: ['reading-groups'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={text(`${act}.title`, { name })}
      submit={text(`${act}.submit`)}
      onSubmit={() => ask.mutate()}
      onClose={onClose}
      error={ask.error}
      pending={ask.isPending}
      disabled={reason.trim() === '' || (lasts && minutes === '')}
    >
      <Text size="sm" c="dimmed">
        {text(`${act}.lead`)}
      </Text>
      {lasts && <MinutesField value={minutes} onChange={setMinutes} />}
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </FormDialog>
  );
}
