import { Badge, Stack, Text } from '@mantine/core';
import type { EligibilityDisagreement } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';
import { SimpleTable } from './simple-table.js';

type Row = EligibilityDisagreement;

/** Which rules one of the checks said fail. */
const said = (codes: Row['memorySaid']): string =>
  codes.length === 0 ? text('checks.mayRead') : codes.map((code) => label('rule', code)).join(', ');

const columns = [
  { name: text('checks.at'), cell: ({ at }: Row) => <When at={at} /> },
  {
    name: text('checks.cause'),
    cell: ({ cause }: Row) => (
      <Badge color={cause === 'rules' ? 'red' : 'orange'} variant="light" radius="sm" tt="none">
        {label('checkCause', cause)}
      </Badge>
    ),
  },
  { name: text('checks.reader'), cell: ({ reader }: Row) => reader.name },
  {
    name: text('checks.study'),
    cell: ({ facility, studyId }: Row) => <Link to={`/studies/${studyId}`}>{facility}</Link>,
  },
  { name: text('checks.memory'), cell: ({ memorySaid }: Row) => said(memorySaid), wraps: true },
  { name: text('checks.rows'), cell: ({ rowsSaid }: Row) => said(rowsSaid), wraps: true },
  { name: text('checks.database'), cell: ({ databaseSaid }: Row) => said(databaseSaid), wraps: true },
];

/** Assignments that were refused because two checks of who may read did not agree. */
export function Disagreements() {
  const found = useQuery({
    queryKey: ['disagreements'],
    queryFn: () => client.disagreements(),
    refetchOnMount: 'always',
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed" maw={760}>
        {text('checks.lead')}
      </Text>
      <QueryView query={found} empty={{ when: ({ items }) => items.length === 0, title: 'checks.none' }}>
        {({ items }) => (
          <SimpleTable label={text('network.checks')} rows={items} keyOf={({ id }) => id} columns={columns} />
        )}
      </QueryView>
    </Stack>
  );
}
