import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { text } from '../texts/text.js';
import { ProblemAlert } from './states.js';

interface FormDialogProps {
  title: string;
  submit: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
  error?: unknown;
  errorTitle?: string;
  pending?: boolean;
  color?: string;
  size?: string;
  disabled?: boolean;
  /** Nothing to fill in: the answer itself is what the keyboard is on. */
  focusSubmit?: boolean;
}

/** A question with an answer to send: Enter in a field sends, Escape goes back, a refusal is shown in place. */
export function FormDialog(props: FormDialogProps) {
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!props.pending && !props.disabled) props.onSubmit();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'md'}
      closeButtonProps={{ 'aria-label': text('close') }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {Boolean(props.error) && <ProblemAlert error={props.error} title={props.errorTitle} />}
          {props.children}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {text('cancel')}
            </Button>
            <Button
              type="submit"
              color={props.color}
              loading={props.pending}
              disabled={props.disabled}
              {...(props.focusSubmit ? { 'data-autofocus': true } : {})}
            >
              {props.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
