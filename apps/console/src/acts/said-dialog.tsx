import { Text, Textarea } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { FormDialog } from '../ui/form-dialog.js';
import { useAct } from './use-act.js';

export interface SaidDialogProps {
  title: string;
  lead?: string;
  label: string;
  done: string;
  errorTitle: string;
  shownBy: readonly QueryKey[];
  color?: string;
  /** What is to be chosen beside the words. */
  children?: ReactNode;
  /** Whether everything else is chosen. */
  ready?: boolean;
  send: (words: string) => Promise<unknown>;
  onClose: () => void;
}

/** One question that is answered in words. */
export function SaidDialog({ title, lead, label, done, send, onClose, ready = true, ...more }: SaidDialogProps) {
  const [words, setWords] = useState('');
  const act = useAct(() => send(words.trim()), { done, shownBy: more.shownBy, onDone: onClose });
  return (
    <FormDialog
      title={title}
      submit={title}
      onSubmit={() => act.mutate(undefined)}
      onClose={onClose}
      error={act.error}
      errorTitle={more.errorTitle}
      pending={act.isPending}
      disabled={words.trim() === '' || !ready}
      {...(more.color ? { color: more.color } : {})}
    >
      {lead && (
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
      )}
      {more.children}
      <Textarea
        {...(more.children ? {} : { 'data-autofocus': true })}
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
