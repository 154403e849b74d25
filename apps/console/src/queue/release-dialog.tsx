import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { ReasonField } from '../ui/reason-field.js';

interface Release {
  readId: string;
  version: number;
  onClose: () => void;
  onChanged: () => void;
}

/** Gives a read back to the queue; its age and its draft stay. */
export function ReleaseDialog({ readId, version, onClose, onChanged }: Release) {
  const [reason, setReason] = useState('');
  const release = useMutation({
    mutationFn: () => client.reads.release(readId, { reason: reason.trim() }, { version }),
    onSuccess: () => {
      told(text('release.done'));
      onClose();
      onChanged();
    },
  });
  return (
    <FormDialog
      title={text('release.title')}
      submit={text('release.submit')}
      onSubmit={() => release.mutate()}
      onClose={onClose}
      error={release.error}
      pending={release.isPending}
      disabled={reason.trim() === ''}
    >
      <Text size="sm" c="dimmed">
        {text('release.lead')}
      </Text>
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </FormDialog>
  );
}
