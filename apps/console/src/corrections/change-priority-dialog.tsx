import { Radio, Stack } from '@mantine/core';
import { morePressing, PRIORITIES, type Priority } from '@overread/domain';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useInvalidate } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { ReasonField } from '../ui/reason-field.js';
import type { CorrectionProps } from './correction-dialog.js';

/** Raises or, for whom it is to say so, lowers. */
export function ChangePriorityDialog({ study, onClose }: CorrectionProps) {
  const lowers = useMay()('lower-priority');
  const others = PRIORITIES.filter((each) => morePressing(each, study.priority) || (lowers && each !== study.priority));
  const [priority, setPriority] = useState<string>(others[0] ?? study.priority);
  const [reason, setReason] = useState('');
  const refresh = useInvalidate(['study', study.id]);
  const change = useMutation({
    mutationFn: () =>
      client.studies.changePriority(study.id, { priority: priority as Priority, reason: reason.trim() }, study),
    onSuccess: () => {
      told(text('priority.done', { priority: label('priority', priority) }));
      refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('changePriority.title')}
      submit={text('changePriority.submit')}
      onSubmit={() => change.mutate()}
      onClose={onClose}
      error={change.error}
      pending={change.isPending}
      disabled={reason.trim() === ''}
    >
      {text('changePriority.consequence')}
      <Radio.Group
        value={priority}
        onChange={setPriority}
        label={text('changePriority.from', { priority: label('priority', study.priority) })}
      >
        <Stack gap="xs" mt="xs">
          {others.map((value) => (
            <Radio key={value} value={value} label={label('priority', value)} />
          ))}
        </Stack>
      </Radio.Group>
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </FormDialog>
  );
}
