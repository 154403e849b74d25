import { Anchor, Paper, SimpleGrid, Table, Text } from '@mantine/core';
import type { Overview } from '@overread/wire';
import { Link } from 'react-router';
import { label, text } from '../texts/text.js';
import type { Behind } from './behind.js';

type By = Overview['now']['by'];
const KINDS = { priority: 'priority', modalityFamily: 'modality', tier: 'tier' } as const;

function Part({ name, rows, behind }: { name: keyof By; rows: By[keyof By]; behind: Behind }) {
  const title = label('key', name);
  const most = Math.max(1, ...rows.map(({ open }) => open));
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Table aria-label={title} fz="sm" verticalSpacing={3} horizontalSpacing={6} withRowBorders={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{title}</Table.Th>
            <Table.Th ta="right">{text('overview.open')}</Table.Th>
            <Table.Th ta="right">{text('overview.queued')}</Table.Th>
            <Table.Th ta="right">{text('overview.atRisk')}</Table.Th>
            <Table.Th ta="right">{text('overview.late')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, open, queued, atRisk, late }) => (
            <Table.Tr key={key ?? ''}>
              <Table.Td className="bar-cell" style={{ '--share': open / most }}>
                {key === null ? (
                  text('overview.noKey')
                ) : (
                  <Anchor component={Link} to={behind.reads({ [name]: key })} size="sm">
                    {label(KINDS[name], key)}
                  </Anchor>
                )}
              </Table.Td>
              <Table.Td ta="right">{open}</Table.Td>
              <Table.Td ta="right">{queued}</Table.Td>
              <Table.Td ta="right" c={atRisk > 0 ? 'var(--overread-warn)' : undefined}>
                {atRisk}
              </Table.Td>
              <Table.Td ta="right" c={late > 0 ? 'var(--overread-bad)' : undefined}>
                {late}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length === 0 && (
        <Text size="xs" c="dimmed">
          {text('overview.nothingOpen')}
        </Text>
      )}
    </Paper>
  );
}

/** The open reads by what sets them apart. */
export function Breakdown({ by, behind }: { by: By; behind: Behind }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
      {(Object.keys(KINDS) as (keyof By)[]).map((name) => (
        <Part key={name} name={name} rows={by[name]} behind={behind} />
      ))}
    </SimpleGrid>
  );
}
