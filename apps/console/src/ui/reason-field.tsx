import { Textarea } from '@mantine/core';
import { text } from '../texts/text.js';

interface Reason {
  value: string;
  onChange: (reason: string) => void;
  label?: string;
  required?: boolean;
  autoFocus?: boolean;
}

/** Why somebody does what they do: kept with the act. */
export const ReasonField = ({
  value,
  onChange,
  label = text('reason'),
  required = true,
  autoFocus = false,
}: Reason) => (
  <Textarea
    {...(autoFocus ? { 'data-autofocus': true } : {})}
    label={label}
    required={required}
    autosize
    minRows={2}
    maxLength={500}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
