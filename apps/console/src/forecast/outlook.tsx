import { Anchor, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { CapacityForecast } from '@overread/wire';
import { Link } from 'react-router';
import { useMay } from '../session/may.js';
import { counted, text } from '../texts/text.js';
import { PriorityBadge, Slack } from '../ui/badges.js';
import { minutes, percent, time } from '../ui/format.js';
import { useRemedy, type ForecastOf } from './use-forecast.js';

/** "14 CT will miss their deadline, the first in 40 min": what the page is for. */
export function Misses({ misses }: { misses: CapacityForecast['misses'] }) {
  if (misses.length === 0) return <Text c="var(--overread-good)">{text('forecast.noMisses')}</Text>;
  return (
    <Stack gap={2} role="status">
      {misses.map(({ modalityFamily, reads, inMinutes, firstMissAt }) => (
        <Text key={modalityFamily} fw={600} c="var(--overread-bad)" data-miss={modalityFamily}>
          {counted('forecast.willMiss', reads, {
            family: modalityFamily,
            in: minutes(inMinutes),
            at: time(firstMissAt),
          })}
        </Text>
      ))}
    </Stack>
  );
}

type Remedy = CapacityForecast['remedies'][number];

/** What it comes to: whom it brings in, what it saves, what it costs others. */
function RemedyText({ remedy: { callIn, harms, name, reads, saves } }: { remedy: Remedy }) {
  const what = callIn
    ? text('forecast.calledUntil', { n: reads, until: time(callIn.until), shift: callIn.shift })
    : counted('forecast.opensReads', reads);
  return (
    <Text>
      {text(callIn ? 'forecast.callInSaves' : 'forecast.saves', { name, n: saves })}{' '}
      <Text span c="dimmed" size="sm">
        {what} {harms > 0 && counted('forecast.harms', harms)}
      </Text>
    </Text>
  );
}

/** Each with what it saves, and one click to have it. */
export function Remedies({ forecast, of }: { forecast: CapacityForecast; of: ForecastOf }) {
  const may = useMay();
  const remedy = useRemedy(of);
  if (forecast.remedies.length === 0) {
    return forecast.waitingMisses > 0 ? <Text c="dimmed">{text('forecast.noRemedy')}</Text> : null;
  }
  return (
    <Stack gap="xs">
      {forecast.remedies.map((each) => (
        <Group key={each.id} gap="sm" data-remedy={each.id}>
          <RemedyText remedy={each} />
          {may('move-ladder') && (
            <Button size="xs" loading={remedy.isPending} onClick={() => remedy.mutate(each)}>
              {text(each.callIn ? 'forecast.callIn' : 'forecast.open', { name: each.name })}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}

/** The reads that will miss, the first to miss first. */
export function AtRisk({ reads }: { reads: CapacityForecast['atRisk'] }) {
  if (reads.length === 0) return null;
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={2} size="h5" mb="xs">
        {text('forecast.atRisk')}
      </Title>
      <Table.ScrollContainer minWidth={700} type="native">
        <Table aria-label={text('forecast.atRisk')} fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('queue.slack')}</Table.Th>
              <Table.Th>{text('queue.priority')}</Table.Th>
              <Table.Th>{text('worklist.study')}</Table.Th>
              <Table.Th>{text('queue.facility')}</Table.Th>
              <Table.Th>{text('forecast.ends')}</Table.Th>
              <Table.Th ta="right">{text('queue.breachChance')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reads.map((read) => (
              <Table.Tr key={read.readId}>
                <Table.Td>
                  <Slack dueAt={read.dueAt} />
                </Table.Td>
                <Table.Td>
                  <PriorityBadge priority={read.priority} protocol={null} />
                </Table.Td>
                <Table.Td>
                  <Anchor component={Link} to={`/studies/${read.studyId}`} size="sm">
                    {read.modalityFamily}
                  </Anchor>
                </Table.Td>
                <Table.Td>{read.facility}</Table.Td>
                <Table.Td>
                  {read.expectedEndAt === null ? text('forecast.notBegun') : time(read.expectedEndAt)}
                </Table.Td>
                <Table.Td ta="right">{percent(read.breachChance)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
