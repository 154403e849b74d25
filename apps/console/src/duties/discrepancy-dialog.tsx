import { Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';

/** A hospital knows better: those who read must acknowledge it. */
export function DiscrepancyDialog({ studyId, onClose }: { studyId: string; onClose: () => void }) {
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  // One for the dialog: a second press, or an answer that was lost, reports it once.
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const report = useMutation({
    mutationFn: () => client.duties.reportDiscrepancy(studyId, { note: note.trim() }, { idempotencyKey }),
    onSuccess: () => {
      told(text('discrepancy.done'));
      void queries.invalidateQueries({ queryKey: ['duties'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('discrepancy.report')}
      submit={text('discrepancy.report')}
      onSubmit={() => report.mutate()}
      onClose={onClose}
      error={report.error}
      pending={report.isPending}
      disabled={note.trim() === ''}
    >
      <Text size="sm" c="dimmed">
        {text('discrepancy.lead')}
      </Text>
      <Textarea
        data-autofocus
        label={text('discrepancy.note')}
        required
        autosize
        minRows={3}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
