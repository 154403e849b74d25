import { TextInput } from '@mantine/core';
import { text } from '../texts/text.js';

interface DayFieldProps {
  label: string;
  value: string;
  onChange: (day: string) => void;
  required?: boolean;
  autoFocus?: boolean;
}

/** A local day at the facility. */
export const DayField = ({ label, value, onChange, required = false, autoFocus = false }: DayFieldProps) => (
  <TextInput
    {...(autoFocus ? { 'data-autofocus': true } : {})}
    type="date"
    label={label}
    description={text('jurisdictions.days')}
    required={required}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
