import { Table, Text } from '@mantine/core';
import type { Study } from '@overread/wire';
import { label, text } from '../texts/text.js';
import { Slack, StateBadge, When } from '../ui/badges.js';
import { minutes } from '../ui/format.js';

type Clock = Study['clocks'][number];

/** One that was given back to the site runs no more. */
const running = (clock: Clock): boolean => clock.stoppedAt === null && clock.returnedAt === null;

function ClockRow({ clock }: { clock: Clock }) {
  return (
    <Table.Tr>
      <Table.Td>{label('clock', clock.name)}</Table.Td>
      <Table.Td miw={112}>
        <StateBadge state={clock.state} kind="clockState" />
      </Table.Td>
      <Table.Td>{running(clock) ? <Slack dueAt={clock.dueAt} /> : minutes(clock.netMinutes)}</Table.Td>
      <Table.Td>{minutes(clock.targetMinutes)}</Table.Td>
      <Table.Td>
        <When at={clock.dueAt} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Every clock of the study: what it promises, where it stands, when it is due. */
export function Clocks({ study }: { study: Study }) {
  if (study.clocks.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {text('clock.none')}
      </Text>
    );
  return (
    <Table.ScrollContainer minWidth={420} type="native">
      <Table verticalSpacing="xs" aria-label={text('study.clocks')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('clock.name')}</Table.Th>
            <Table.Th>{text('queue.state')}</Table.Th>
            <Table.Th>{text('clock.time')}</Table.Th>
            <Table.Th>{text('clock.target')}</Table.Th>
            <Table.Th>{text('clock.due')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {study.clocks.map((clock) => (
            <ClockRow key={clock.id} clock={clock} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
