import { Select, Stack, Text } from '@mantine/core';
import type { WhyNotAnswer } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';
import { mostOf, TermBars } from './term-bars.js';
import { FailedRules } from './who-may.js';

function Answer({ answer }: { answer: WhyNotAnswer }) {
  const { failedThen, failedNow, margin, at } = answer;
  const changed = failedThen !== null && JSON.stringify(failedThen) !== JSON.stringify(failedNow);
  return (
    <Stack gap={6} role="status">
      <Text size="sm">{answer.text}.</Text>
      {at && (
        <Text size="xs" c="dimmed">
          {text('whyNot.asOf')} <When at={at} />
        </Text>
      )}
      {margin && <TermBars terms={margin.byTerm} most={mostOf([{ terms: margin.byTerm }])} better="low" />}
      {failedThen && <FailedRules failed={failedThen} />}
      {(changed || failedThen === null) && (
        <>
          <Text size="xs" c="dimmed">
            {failedNow.length > 0 ? text('whyNot.now') : text('whyNot.nowNothing')}
          </Text>
          <FailedRules failed={failedNow} />
        </>
      )}
    </Stack>
  );
}

interface Asking {
  studyId: string;
  readId: string;
  people: ReadonlyMap<string, string>;
  /** There are more than these: they are looked up in the directory. */
  someOf: boolean;
}

/** Asks of one reader why they were not the one. */
export function WhyNotSearch({ studyId, readId, people, someOf }: Asking) {
  const others = useReaders(null, someOf).data ?? [];
  const [reader, setReader] = useState<string | null>(null);
  const answer = useQuery({
    queryKey: ['explanation', studyId, reader],
    queryFn: () => client.studies.explanation(studyId, reader ?? ''),
    enabled: reader !== null,
  });
  const everybody = new Map([...people, ...others.map(({ id, name }) => [id, name] as const)]);
  const options = [...everybody].map(([value, name]) => ({ value, label: name }));
  return (
    <Stack gap={8}>
      <Select
        label={text('whyNot.label')}
        placeholder={text('whyNot.placeholder')}
        data={options.toSorted((a, b) => a.label.localeCompare(b.label))}
        value={reader}
        onChange={setReader}
        searchable
        limit={50}
        clearable
        nothingFoundMessage={text('whyNot.unknown')}
      />
      {reader !== null && (
        <QueryView query={answer}>
          {({ reads }) => {
            const own = reads.find((read) => read.readId === readId)?.whyNot;
            return own ? <Answer answer={own} /> : <Text size="sm">{text('whyNot.unknown')}</Text>;
          }}
        </QueryView>
      )}
    </Stack>
  );
}
