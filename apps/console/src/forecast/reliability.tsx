import { Group, Paper, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import type { CalibrationRow } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { percent, time } from '../ui/format.js';
import { Empty, QueryView } from '../ui/states.js';
import { serverNow } from '../ui/use-now.js';
import { ReliabilityPlot } from './reliability-plot.js';

const DAYS = 28;
const DAY_MS = 86_400_000;

const figure = (value: number | null): string => (value === null ? text('none') : value.toFixed(3));

function Figures({ row }: { row: CalibrationRow }) {
  const items: [string, string][] = [
    [text('calibration.n'), String(row.n)],
    [text('calibration.baseRate'), percent(row.baseRate)],
    [text('calibration.meanChance'), percent(row.meanChance)],
    [text('calibration.brier'), figure(row.brier)],
    [text('calibration.skill'), figure(row.skill)],
    [text('calibration.modelSkill'), figure(row.modelSkill)],
    [text('calibration.calibratedAt'), time(row.calibratedAt)],
  ];
  return (
    <Table aria-label={text('calibration.title')} fz="sm" verticalSpacing={4} maw={360}>
      <Table.Tbody>
        {items.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td ta="right">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How the chances of the last four weeks came out. */
export function ReliabilitySection() {
  const [work, setWork] = useState<CalibrationRow['work']>('all');
  const report = useQuery({
    queryKey: ['calibration'],
    queryFn: () => {
      const to = serverNow() + 1;
      const from = to - DAYS * DAY_MS;
      return client.analytics.calibration({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    },
  });
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Group justify="space-between" mb="xs">
        <div>
          <Title order={2} size="h5">
            {text('calibration.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {text('calibration.lead')}
          </Text>
        </div>
        <SegmentedControl
          size="xs"
          aria-label={text('calibration.work')}
          data={['all', 'pressing', 'routine'].map((value) => ({ value, label: label('forecastWork', value) }))}
          value={work}
          onChange={(value) => setWork(value as CalibrationRow['work'])}
        />
      </Group>
      <QueryView query={report}>
        {({ items }) => {
          const row = items.find((each) => each.work === work);
          if (!row || row.n === 0)
            return <Empty title={text('calibration.empty')}>{text('calibration.emptyWhy')}</Empty>;
          return (
            <Group align="flex-start" gap="xl" wrap="wrap">
              <ReliabilityPlot bins={row.bins} />
              <Stack gap="xs">
                <Figures row={row} />
              </Stack>
            </Group>
          );
        }}
      </QueryView>
    </Paper>
  );
}
