import { Button, Group, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../session/api.js';
import { refused } from '../ui/notify.js';
import { DeclineDialog } from './decline-dialog.js';
import type { WorklistRow } from '@overread/wire';
import { text } from '../texts/text.js';
import { PriorityBadge, Slack, When } from '../ui/badges.js';
import { Empty } from '../ui/states.js';
import { readName } from '../queue/queue-columns.js';

/** A reader may take one of the next few, or skip it with a reason. */
function NextActions({ row, refresh }: { row: WorklistRow; refresh: () => void }) {
  const navigate = useNavigate();
  const [skipping, setSkipping] = useState(false);
  const take = useMutation({
    mutationFn: () => client.reads.accept(row.readId, {}, { version: row.version }),
    onSuccess: () => void navigate(`/reads/${row.readId}`),
    onError: (error) => {
      refused(error);
      refresh();
    },
  });
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button size="compact-sm" variant="default" loading={take.isPending} onClick={() => take.mutate()}>
        {text('worklist.take')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => setSkipping(true)}>
        {text('worklist.skip')}
      </Button>
      {skipping && (
        <DeclineDialog
          row={row}
          title={text('worklist.skipTitle')}
          onClose={() => setSkipping(false)}
          onDone={refresh}
        />
      )}
    </Group>
  );
}

/** What is planned for this reader: shown so that it can be prepared for, re-planned until it is taken. */
export function NextUp({ rows, refresh }: { rows: WorklistRow[]; refresh: () => void }) {
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
            <Table.Th ta="right">{text('worklist.actions')}</Table.Th>
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
                  {row.description ?? `${row.modalityFamily} ${row.bodyPart ?? ''}`}
                </Text>
              </Table.Td>
              <Table.Td>{readName(row)}</Table.Td>
              <Table.Td>{row.facility}</Table.Td>
              <Table.Td>
                <When at={row.receivedAt} />
              </Table.Td>
              <Table.Td>
                <NextActions row={row} refresh={refresh} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
