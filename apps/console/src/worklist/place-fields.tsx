import { Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../texts/text.js';
import { countries, zones } from '../ui/places.js';

export interface PlaceTyped {
  country: string;
  subdivision: string;
  zone: string;
}

/** Of ISO 3166-2, or none. */
export const isSubdivision = (typed: string): boolean => typed === '' || /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(typed);

interface PlaceProps {
  value: PlaceTyped;
  onChange: (changed: Partial<PlaceTyped>) => void;
  errors?: { [Field in keyof PlaceTyped]?: ReactNode };
}

/** Where somebody reads, as they attest it. */
export function PlaceFields({ value, onChange, errors = {} }: PlaceProps) {
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={text('signOn.country')}
          data={countries()}
          searchable
          required
          allowDeselect={false}
          value={value.country}
          error={errors.country}
          onChange={(country) => onChange({ country: country ?? '' })}
        />
        <TextInput
          label={text('signOn.subdivision')}
          placeholder="US-TX"
          value={value.subdivision}
          error={errors.subdivision}
          onChange={(event) => onChange({ subdivision: event.currentTarget.value.toUpperCase().trim() })}
        />
      </Group>
      <Select
        label={text('signOn.zone')}
        data={zones()}
        searchable
        required
        allowDeselect={false}
        value={value.zone}
        error={errors.zone}
        onChange={(zone) => onChange({ zone: zone ?? '' })}
      />
    </>
  );
}
