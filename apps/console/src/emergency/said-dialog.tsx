import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useAct } from './use-act.js';

interface SaidDialogProps {
  title: string;
  lead?: string;
  label: string;
  done: string;
  color?: string;
  send: (words: string) => Promise<unknown>;
  onClose: () => void;
}

/** One question that is answered in words. */
export function SaidDialog({ title, lead, label, done, color, send, onClose }: SaidDialogProps) {
  const [words, setWords] = useState('');
  const act = useAct(() => send(words.trim()), { done, onDone: onClose });
  return (
    <FormDialog
      title={title}
      submit={title}
      onSubmit={() => act.mutate(undefined)}
      onClose={onClose}
      error={act.error}
      errorTitle={text('emergency.refused')}
      pending={act.isPending}
      disabled={words.trim() === ''}
      {...(color ? { color } : {})}
    >
      {lead && (
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
      )}
      <Textarea
        data-autofocus
        label={label}
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
