import { Table, Text } from '@mantine/core';
import type { WorklistRow } from '@overread/wire';
import { text } from '../texts/text.js';
import { PriorityBadge, Slack, When } from '../ui/badges.js';
import { Empty } from '../ui/states.js';
import { readName } from '../queue/queue-columns.js';

/** What is planned for this reader: shown so that it can be prepared for, re-planned until it is taken. */
export function NextUp({ rows }: { rows: WorklistRow[] }) {
  if (rows.length === 0) return <Empty title={text('worklist.noneNext')}>{text('worklist.noneNextWhy')}</Empty>;
  return (
    <Table.ScrollContainer minWidth={720} type="native">
      <Table aria-labelledby="next-up" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('queue.priority')}</Table.Th>
            <Table.Th>{text('queue.slack')}</Table.Th>
            <Table.Th>{text('worklist.study')}</Table.Th>
            <Table.Th>{text('queue.read')}</Table.Th>
            <Table.Th>{text('queue.facility')}</Table.Th>
            <Table.Th>{text('worklist.received')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.readId} data-read={row.readId}>
              <Table.Td>
                <PriorityBadge priority={row.priority} protocol={row.protocol} />
              </Table.Td>
              <Table.Td>
                <Slack dueAt={row.dueAt} />
              </Table.Td>
              <Table.Td>
                <Text size="sm" span>
                  <b>{row.modalityFamily}</b> {row.description ?? row.bodyPart ?? ''}
                </Text>
              </Table.Td>
              <Table.Td>{readName(row)}</Table.Td>
              <Table.Td>{row.facility}</Table.Td>
              <Table.Td>
                <When at={row.receivedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
