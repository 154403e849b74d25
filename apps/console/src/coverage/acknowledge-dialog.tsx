import { Text, Textarea } from '@mantine/core';
import type { CoverageWarning } from '@overread/wire';
import { useState } from 'react';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useAcknowledge } from './use-warnings.js';
import { nameOf } from './warning-texts.js';

/** "I have seen it, and this is being done." */
export function AcknowledgeDialog({ warning, onClose }: { warning: CoverageWarning; onClose: () => void }) {
  const [note, setNote] = useState('');
  const acknowledge = useAcknowledge({ onDone: onClose });
  return (
    <FormDialog
      title={text('warning.acknowledge')}
      submit={text('warning.acknowledge')}
      onSubmit={() => acknowledge.mutate({ id: warning.id, note: note.trim() })}
      onClose={onClose}
      error={acknowledge.error}
      pending={acknowledge.isPending}
    >
      <Text size="sm">{nameOf(warning)}</Text>
      <Textarea
        data-autofocus
        label={text('warning.note')}
        description={text('warning.noteWhy')}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
