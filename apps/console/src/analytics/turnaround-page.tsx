import { Group, MultiSelect, Paper, Table, Text } from '@mantine/core';
import { GROUP_KEYS } from '@overread/domain';
import { everyItem, type Query, type TurnaroundRow } from '@overread/wire';
import { useMemo, useState } from 'react';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { minutes, percent } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { BarChart, type Bars } from './bar-chart.js';
import { CsvButton } from './csv-button.js';
import { PeriodPicker, usePeriod } from './period.js';
import { useKeyWords, type KeyWords } from './use-key-words.js';
import { useReport } from './use-report.js';

const MAX_BARS = 24;

function Rows({ rows, by, words }: { rows: TurnaroundRow[]; by: string[]; words: KeyWords }) {
  return (
    <Table.ScrollContainer minWidth={720} type="native">
      <Table aria-label={text('turnaround.title')} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {by.map((key) => (
              <Table.Th key={key}>{label('key', key)}</Table.Th>
            ))}
            <Table.Th ta="right">{text('turnaround.n')}</Table.Th>
            <Table.Th ta="right">{text('turnaround.median')}</Table.Th>
            <Table.Th ta="right">{text('turnaround.p90')}</Table.Th>
            <Table.Th ta="right">{text('turnaround.within')}</Table.Th>
            <Table.Th ta="right">{text('turnaround.interval')}</Table.Th>
            <Table.Th ta="right">{text('turnaround.openAndLate')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={JSON.stringify(row.key)}>
              {by.map((key) => (
                <Table.Td key={key}>{words(row, key)}</Table.Td>
              ))}
              <Table.Td ta="right">{row.n}</Table.Td>
              <Table.Td ta="right">{minutes(row.medianMinutes)}</Table.Td>
              <Table.Td ta="right">{minutes(row.p90Minutes)}</Table.Td>
              <Table.Td ta="right">{percent(row.withinTarget)}</Table.Td>
              <Table.Td ta="right">
                {row.interval ? `${percent(row.interval[0])} – ${percent(row.interval[1])}` : text('none')}
              </Table.Td>
              <Table.Td ta="right" c={row.openAndLate > 0 ? 'var(--overread-bad)' : undefined}>
                {row.openAndLate}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const firstOf = (rows: TurnaroundRow[], figure: 'medianMinutes' | 'p90Minutes'): (number | null)[] =>
  rows.slice(0, MAX_BARS).map((row) => row[figure]);

function Report({ rows, by }: { rows: TurnaroundRow[]; by: string[] }) {
  const words = useKeyWords();
  const some = rows.slice(0, MAX_BARS);
  const names = some.map((row) => by.map((key) => words(row, key)).join(' · ') || text('turnaround.all')).join('\n');
  const bars = useMemo<Bars>(
    () => ({
      title: text('turnaround.group'),
      labels: names.split('\n'),
      series: [
        { name: text('turnaround.median'), color: '--overread-accent', values: firstOf(rows, 'medianMinutes') },
        { name: text('turnaround.p90'), color: '--overread-warn', values: firstOf(rows, 'p90Minutes') },
      ],
    }),
    [rows, names],
  );
  return (
    <>
      <Paper withBorder p="md" bg="var(--overread-raised)">
        <BarChart bars={bars} label={text('turnaround.chart', { count: rows.length })} />
        {rows.length > MAX_BARS && (
          <Text size="xs" c="dimmed">
            {text('turnaround.firstOnly', { count: MAX_BARS })}
          </Text>
        )}
      </Paper>
      <Rows rows={rows} by={by} words={words} />
      <Text size="xs" c="dimmed">
        {text('turnaround.note')}
      </Text>
    </>
  );
}

const SOURCE = {
  name: 'turnaround',
  rows: (query: Query) => everyItem(client.analytics.turnaround, query),
  csv: client.analytics.turnaroundCsv,
};

export function TurnaroundPage() {
  const [period, setPeriod] = usePeriod();
  const [by, setBy] = useState<string[]>(['modalityFamily']);
  const may = useMay();
  const { report, csv } = useReport(SOURCE, period, { by: by.join(',') });
  const keys = GROUP_KEYS.filter((key) => key !== 'reader' || may('view-reader-analytics'));
  return (
    <Page title={text('turnaround.title')} lead={text('turnaround.lead')} actions={<CsvButton csv={csv} />}>
      <Group gap="md" align="flex-end">
        <PeriodPicker period={period} onChange={setPeriod} />
        <MultiSelect
          label={text('turnaround.by')}
          data={keys.map((value) => ({ value, label: label('key', value) }))}
          value={by}
          onChange={setBy}
          maxValues={4}
          miw={260}
        />
      </Group>
      <QueryView
        query={report}
        empty={{ when: (rows) => rows.length === 0, title: 'turnaround.empty', text: 'turnaround.emptyWhy' }}
      >
        {(rows) => <Report rows={rows} by={by} />}
      </QueryView>
    </Page>
  );
}
