import { GROUP_KEYS } from '@overread/domain';
import { Button, Group, MultiSelect, Paper, Table, Text } from '@mantine/core';
import { everyItem, type TurnaroundRow } from '@overread/wire';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { nameOf, useReadingGroups } from '../network/directory.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { saveText } from '../ui/download.js';
import { minutes, percent } from '../ui/format.js';
import { refused } from '../ui/notify.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { BarChart, type Bars } from './bar-chart.js';
import { instantsOf, lastDays, PeriodPicker, validPeriod } from './period.js';

const KINDS: Record<string, string> = { modalityFamily: 'modality' };
const MAX_BARS = 24;

/** The words for a value of a key: codes by their texts, groups by their names. */
function useKeyWords(): (row: TurnaroundRow, key: string) => string {
  const groups = useReadingGroups().data;
  return (row, key) => {
    const value = row.key[key] ?? null;
    if (value === null) return text('none');
    if (key === 'readingGroup') return nameOf(groups, value) ?? value;
    return key === 'facility' || key === 'reader' ? value : label(KINDS[key] ?? key, value);
  };
}
type Words = ReturnType<typeof useKeyWords>;

function Rows({ rows, by, words }: { rows: TurnaroundRow[]; by: string[]; words: Words }) {
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

function Report({ rows, by }: { rows: TurnaroundRow[]; by: string[] }) {
  const words = useKeyWords();
  const bars = useMemo<Bars>(() => {
    const some = rows.slice(0, MAX_BARS);
    return {
      title: text('turnaround.group'),
      labels: some.map((row) => by.map((key) => words(row, key)).join(' · ') || text('turnaround.all')),
      series: [
        { name: text('turnaround.median'), color: '--overread-accent', values: some.map((row) => row.medianMinutes) },
        { name: text('turnaround.p90'), color: '--overread-warn', values: some.map((row) => row.p90Minutes) },
      ],
    };
    // The words change only with the groups' names, which come with the rows' first drawing or redraw with the next.
  }, [rows, by]);
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

export function TurnaroundPage() {
  const [period, setPeriod] = useState(() => lastDays(30));
  const [by, setBy] = useState<string[]>(['modalityFamily']);
  const may = useMay();
  const query = { ...(validPeriod(period) ? instantsOf(period) : { from: '', to: '' }), by: by.join(',') };
  const report = useQuery({
    queryKey: ['turnaround', query],
    queryFn: () => everyItem(client.analytics.turnaround, query),
    enabled: validPeriod(period),
    placeholderData: (before) => before,
  });
  const csv = useMutation({
    mutationFn: async () =>
      saveText(await client.analytics.turnaroundCsv(query), `turnaround-${period.from}-${period.to}.csv`, 'text/csv'),
    onError: refused,
  });
  return (
    <Page
      title={text('turnaround.title')}
      lead={text('turnaround.lead')}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload aria-hidden size={16} />}
          loading={csv.isPending}
          onClick={() => csv.mutate()}
        >
          {text('csv')}
        </Button>
      }
    >
      <Group gap="md" align="flex-end">
        <PeriodPicker period={period} onChange={setPeriod} />
        <MultiSelect
          label={text('turnaround.by')}
          data={GROUP_KEYS.filter((key) => key !== 'reader' || may('view-reader-analytics')).map((value) => ({
            value,
            label: label('key', value),
          }))}
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
