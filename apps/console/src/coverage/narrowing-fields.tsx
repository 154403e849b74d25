import { Select } from '@mantine/core';
import { MODALITY_FAMILIES } from '@overread/domain';
import { useFacilities } from '../network/directory.js';
import { label, text } from '../texts/text.js';
import type { Narrowing } from './use-coverage.js';

interface NarrowingProps {
  narrowing: Narrowing;
  onChange: (narrowing: Narrowing) => void;
}

/** Which facility and which modality family are looked at; all where nothing is chosen. */
export function NarrowingFields({ narrowing, onChange }: NarrowingProps) {
  const facilities = useFacilities().data ?? [];
  const set = (name: keyof Narrowing) => (value: string | null) => {
    const { [name]: _before, ...others } = narrowing;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  const field = (name: keyof Narrowing) => ({
    label: label('attribute', name),
    value: narrowing[name] ?? null,
    onChange: set(name),
    clearable: true,
    clearButtonProps: { 'aria-label': text('coverage.clear', { name: label('attribute', name) }), tabIndex: 0 },
    searchable: true,
  });
  return (
    <>
      <Select
        {...field('facility')}
        placeholder={text('coverage.everyFacility')}
        data={facilities.map(({ code, name }) => ({ value: code, label: name }))}
        w={240}
      />
      <Select
        {...field('modalityFamily')}
        placeholder={text('coverage.everyModality')}
        data={[...MODALITY_FAMILIES]}
        w={180}
      />
    </>
  );
}
