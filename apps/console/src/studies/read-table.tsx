import { Table } from '@mantine/core';
import type { Read } from '@overread/wire';
import { readName } from '../queue/queue-columns.js';
import { label, text } from '../texts/text.js';
import { StateBadge, When } from '../ui/badges.js';

export function ReadTable({ reads }: { reads: readonly Read[] }) {
  return (
    <Table.ScrollContainer minWidth={520} type="native">
      <Table verticalSpacing="xs" aria-label={text('study.reads')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('queue.read')}</Table.Th>
            <Table.Th>{text('queue.state')}</Table.Th>
            <Table.Th>{text('queue.tier')}</Table.Th>
            <Table.Th>{text('queue.reader')}</Table.Th>
            <Table.Th>{text('clock.due')}</Table.Th>
            <Table.Th>{text('read.completed')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reads.map((read) => (
            <Table.Tr key={read.id}>
              <Table.Td>{readName(read)}</Table.Td>
              <Table.Td>
                <StateBadge state={read.state} kind="readState" />
              </Table.Td>
              <Table.Td>{label('tier', read.tier)}</Table.Td>
              <Table.Td>{read.reader?.name ?? text('none')}</Table.Td>
              <Table.Td>
                <When at={read.dueAt} />
              </Table.Td>
              <Table.Td>
                <When at={read.completedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
