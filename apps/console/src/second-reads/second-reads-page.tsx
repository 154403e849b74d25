import { Anchor, Table, Text } from '@mantine/core';
import type { ReadPair } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';

const COLUMNS = ['compared', 'modality', 'own', 'firstConclusion', 'secondConclusion', 'score', 'outcome'] as const;

function Row({ pair }: { pair: ReadPair }) {
  const read = pair.own === 'first' ? pair.firstReadId : pair.secondReadId;
  return (
    <Table.Tr data-pair={pair.id}>
      <Table.Td>
        <Anchor component={Link} to={`/reads/${read}`} size="sm">
          <When at={pair.comparedAt} />
        </Anchor>
      </Table.Td>
      <Table.Td>{label('modalityFamily', pair.modalityFamily)}</Table.Td>
      <Table.Td>{label('pairOwn', pair.own)}</Table.Td>
      <Table.Td>{label('conclusion', pair.firstConclusion)}</Table.Td>
      <Table.Td>{label('conclusion', pair.secondConclusion)}</Table.Td>
      <Table.Td>
        {pair.score === null ? (
          <Text size="sm" c="dimmed">
            {text('pairs.ungraded')}
          </Text>
        ) : (
          `${pair.score} · ${label('radpeer', pair.score)}`
        )}
      </Table.Td>
      <Table.Td>{label('outcome', pair.outcome)}</Table.Td>
    </Table.Tr>
  );
}

/** A reader's own pairs: those they read second, and first ones that have been graded. */
export function SecondReadsPage() {
  const pairs = useQuery({ queryKey: ['pairs'], queryFn: () => client.quality.pairs({ limit: 200 }) });
  return (
    <Page title={text('pairs.title')} lead={text('pairs.lead')}>
      <QueryView
        query={pairs}
        empty={{ when: ({ items }) => items.length === 0, title: 'pairs.empty', text: 'pairs.emptyWhy' }}
      >
        {({ items }) => (
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  {COLUMNS.map((name) => (
                    <Table.Th key={name}>{text(`pairs.${name}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((pair) => (
                  <Row key={pair.id} pair={pair} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </QueryView>
    </Page>
  );
}
