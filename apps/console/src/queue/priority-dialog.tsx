import { Radio, Stack } from '@mantine/core';
import { PRIORITIES } from '@overread/domain';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { ReasonField } from '../ui/reason-field.js';
import type { RowDialog } from './assign-dialog.js';

export function PriorityDialog({ row, onClose, onChanged }: RowDialog) {
  const higher = PRIORITIES.slice(0, PRIORITIES.indexOf(row.priority));
  const [priority, setPriority] = useState<string>(higher.at(-1) ?? 'critical');
  const [reason, setReason] = useState('');
  const raise = useMutation({
    mutationFn: () =>
      client.studies.changePriority(row.studyId, { priority: priority as QueuePriority, reason: reason.trim() }),
    onSuccess: () => {
      told(text('priority.done', { priority: label('priority', priority) }));
      onChanged();
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('priority.title')}
      submit={text('priority.submit')}
      onSubmit={() => raise.mutate()}
      onClose={onClose}
      error={raise.error}
      pending={raise.isPending}
      disabled={reason.trim() === ''}
    >
      <Radio.Group
        value={priority}
        onChange={setPriority}
        label={text('priority.from', { priority: label('priority', row.priority) })}
      >
        <Stack gap="xs" mt="xs">
          {higher.map((value) => (
            <Radio key={value} value={value} label={label('priority', value)} />
          ))}
        </Stack>
      </Radio.Group>
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </FormDialog>
  );
}
type QueuePriority = RowDialog['row']['priority'];
