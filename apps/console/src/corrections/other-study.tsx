import { Radio, Stack, Text, TextInput } from '@mantine/core';
import type { Study } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { patientLine, studyName } from '../studies/study-facts.js';
import { label, text } from '../texts/text.js';

interface OtherStudyProps {
  study: Study;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Another study found by its accession number, shown with whose it is before it is chosen. */
export function OtherStudy({ study, value, onChange }: OtherStudyProps) {
  const [accessionNumber, setAccession] = useState('');
  const asked = accessionNumber.trim();
  const found = useQuery({
    queryKey: ['studies', 'by-accession', asked],
    queryFn: () => client.studies.list({ accessionNumber: asked, limit: 10 }),
    enabled: asked !== '',
  });
  const others = (found.data?.items ?? []).filter(({ id, mergedInto }) => id !== study.id && mergedInto === null);
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        required
        label={text('correct.otherStudy')}
        maxLength={64}
        value={accessionNumber}
        onChange={(event) => {
          setAccession(event.currentTarget.value);
          onChange(null);
        }}
      />
      {found.isSuccess && others.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {text('correct.noOther')}
        </Text>
      )}
      {others.length > 0 && (
        <Radio.Group value={value} onChange={onChange} label={text('correct.which')}>
          <Stack gap="xs" mt="xs">
            {others.map((other) => (
              <Radio
                key={other.id}
                value={other.id}
                label={`${studyName(other)} · ${label('studyState', other.state)}`}
                description={patientLine(other)}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}
