import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import { everyItem, type Query, type StatShareRow } from '@overread/wire';
import { useMemo } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { minutes, percent } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { BarChart, type Bars } from './bar-chart.js';
import { CsvButton } from './csv-button.js';
import { PeriodPicker, usePeriod } from './period.js';
import { useReport } from './use-report.js';

const MAX_BARS = 24;
const FIGURE = { ta: 'right', style: { whiteSpace: 'nowrap' } } as const;

/** A share less another, in points of a percent, with its sign. */
function points(share: number | null, than: number | null): string {
  if (share === null || than === null) return text('none');
  const difference = (share - than) * 100;
  if (Math.abs(difference) < 0.05) return '0';
  return `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)}`;
}

const isMore = (share: number | null, than: number | null): boolean => share !== null && than !== null && share > than;

/** A difference beside what it is against; more STAT than that stands out. */
function Against({ share, than }: { share: number | null; than: number | null }) {
  return (
    <Stack gap={0} align="flex-end">
      <Text size="sm" fw={isMore(share, than) ? 600 : undefined}>
        {points(share, than)}
      </Text>
      {than !== null && (
        <Text size="xs" c="dimmed">
          {percent(than)}
        </Text>
      )}
    </Stack>
  );
}

/** Headings of two rows: what it asks for, what it costs others, how its own work waits. */
function Head() {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th rowSpan={2}>{text('statShare.site')}</Table.Th>
        <Table.Th rowSpan={2} ta="right">
          {text('statShare.studies')}
        </Table.Th>
        <Table.Th colSpan={5} ta="center">
          {text('statShare.asked')}
        </Table.Th>
        <Table.Th colSpan={3} ta="center">
          {text('statShare.cost')}
        </Table.Th>
        <Table.Th colSpan={3} ta="center">
          {text('statShare.own')}
        </Table.Th>
      </Table.Tr>
      <Table.Tr>
        {(['critical', 'stat', 'past', 'network', 'lowered'] as const).map((column) => (
          <Table.Th key={column} ta="right">
            {text(`statShare.${column}`)}
          </Table.Th>
        ))}
        {(['urgentDelay', 'routineDelay', 'excess'] as const).map((column) => (
          <Table.Th key={column} ta="right">
            {text(`statShare.${column}`)}
          </Table.Th>
        ))}
        {(['statWait', 'routineWait', 'openedLater'] as const).map((column) => (
          <Table.Th key={column} ta="right">
            {text(`statShare.${column}`)}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

function Row({ row }: { row: StatShareRow }) {
  return (
    <Table.Tr>
      <Table.Td>
        {row.name}
        <Text size="xs" c="dimmed">
          {row.facility}
        </Text>
      </Table.Td>
      <Table.Td {...FIGURE}>{row.reads}</Table.Td>
      <Table.Td {...FIGURE}>{row.critical}</Table.Td>
      <Table.Td {...FIGURE}>
        <Text size="sm">{percent(row.requestedShare)}</Text>
        <Text size="xs" c="dimmed">
          {row.requestedStat}
        </Text>
      </Table.Td>
      <Table.Td {...FIGURE}>
        <Against share={row.requestedShare} than={row.pastRequestedShare} />
      </Table.Td>
      <Table.Td {...FIGURE}>
        <Against share={row.requestedShare} than={row.networkRequestedShare} />
      </Table.Td>
      <Table.Td {...FIGURE}>{row.lowered}</Table.Td>
      <Table.Td {...FIGURE}>{minutes(row.othersUrgentMinutes)}</Table.Td>
      <Table.Td {...FIGURE}>{minutes(row.othersRoutineMinutes)}</Table.Td>
      <Table.Td {...FIGURE} c={(row.excessDelayMinutes ?? 0) >= 1 ? 'var(--overread-bad)' : undefined}>
        {minutes(row.excessDelayMinutes)}
      </Table.Td>
      <Table.Td {...FIGURE}>{minutes(row.statWaitMinutes)}</Table.Td>
      <Table.Td {...FIGURE}>{minutes(row.routineWaitMinutes)}</Table.Td>
      <Table.Td {...FIGURE}>{row.statOpenedLater}</Table.Td>
    </Table.Tr>
  );
}

const inPercent = (share: number | null): number | null => (share === null ? null : share * 100);

function Chart({ rows }: { rows: StatShareRow[] }) {
  const bars = useMemo<Bars>(() => {
    const some = rows.slice(0, MAX_BARS);
    return {
      title: text('statShare.site'),
      unit: '%',
      labels: some.map(({ facility }) => facility),
      series: [
        {
          name: text('statShare.now'),
          color: '--overread-accent',
          values: some.map((row) => inPercent(row.requestedShare)),
        },
        {
          name: text('statShare.before'),
          color: '--overread-warn',
          values: some.map((row) => inPercent(row.pastRequestedShare)),
        },
      ],
    };
  }, [rows]);
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)">
      <BarChart bars={bars} label={text('statShare.chart', { count: bars.labels.length })} />
      {rows.length > MAX_BARS && (
        <Text size="xs" c="dimmed">
          {text('turnaround.firstOnly', { count: MAX_BARS })}
        </Text>
      )}
    </Paper>
  );
}

function Report({ rows }: { rows: StatShareRow[] }) {
  const sorted = useMemo(
    () =>
      rows.toSorted(
        (a, b) => (b.requestedShare ?? -1) - (a.requestedShare ?? -1) || (a.facility < b.facility ? -1 : 1),
      ),
    [rows],
  );
  const network = sorted[0]?.networkRequestedShare ?? null;
  return (
    <>
      <Chart rows={sorted} />
      {network !== null && <Text size="sm">{text('statShare.ofAll', { share: percent(network) })}</Text>}
      <Table.ScrollContainer
        minWidth={1120}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={text('statShare.table')}
      >
        <Table aria-label={text('statShare.title')} verticalSpacing="xs" horizontalSpacing="xs" highlightOnHover>
          <Head />
          <Table.Tbody>
            {sorted.map((row) => (
              <Row key={row.facilityId} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed">
        {text('statShare.note')}
      </Text>
    </>
  );
}

const SOURCE = {
  name: 'stat-share',
  rows: (query: Query) => everyItem(client.analytics.statShare, query),
  csv: client.analytics.statShareCsv,
};
const NOTHING_MORE: Query = {};

/** Each site's share of STAT, against its own past and the network's, and what it costs the others. */
export function StatSharePage() {
  const [period, setPeriod] = usePeriod();
  const { report, csv } = useReport(SOURCE, period, NOTHING_MORE);
  return (
    <Page title={text('statShare.title')} lead={text('statShare.lead')} actions={<CsvButton csv={csv} />}>
      <Group gap="md" align="flex-end">
        <PeriodPicker period={period} onChange={setPeriod} />
      </Group>
      <QueryView
        query={report}
        empty={{ when: (rows) => rows.length === 0, title: 'statShare.empty', text: 'turnaround.emptyWhy' }}
      >
        {(rows) => <Report rows={rows} />}
      </QueryView>
    </Page>
  );
}
