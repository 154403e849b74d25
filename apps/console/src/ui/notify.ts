import { notifications } from '@mantine/notifications';
import { ProblemError } from '@overread/wire';
import { text } from '../texts/text.js';
import { sentenceOf } from './states.js';

const closable = { closeButtonProps: { 'aria-label': text('close') } };

export const told = (message: string): void => void notifications.show({ message, color: 'green', ...closable });

/** A refusal that belongs to no field: its sentence and its code. */
export function refused(error: unknown): void {
  const code = error instanceof ProblemError && error.status !== 0 ? ` (${error.code})` : '';
  notifications.show({
    title: text('problem.title'),
    message: `${sentenceOf(error)}${code}`,
    color: 'red',
    autoClose: 12_000,
    ...closable,
  });
}
