import { Group, Progress, Select, Stack, Table, Text } from '@mantine/core';
import { everyItem, type Query, type SlaRow } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { minutes, percent } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { CsvButton } from './csv-button.js';
import { PeriodPicker, usePeriod } from './period.js';
import { useReport } from './use-report.js';

function Compliance({ row }: { row: SlaRow }) {
  const share = row.withinTarget;
  return (
    <Stack gap={2} miw={150}>
      <Text size="sm" fw={600}>
        {percent(share)}
      </Text>
      {share !== null && (
        <Progress
          value={share * 100}
          size="sm"
          color={share >= 0.95 ? 'green' : share >= 0.9 ? 'yellow' : 'red'}
          aria-label={text('sla.share')}
        />
      )}
      {row.interval && (
        <Text size="xs" c="dimmed">
          {percent(row.interval[0])} – {percent(row.interval[1])}
        </Text>
      )}
    </Stack>
  );
}

function Rows({ rows }: { rows: SlaRow[] }) {
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table aria-label={text('sla.title')} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('sla.contract')}</Table.Th>
            <Table.Th>{text('sla.level')}</Table.Th>
            <Table.Th ta="right">{text('clock.target')}</Table.Th>
            <Table.Th ta="right">{text('sla.n')}</Table.Th>
            <Table.Th ta="right">{text('sla.met')}</Table.Th>
            <Table.Th ta="right">{text('sla.late')}</Table.Th>
            <Table.Th ta="right">{text('turnaround.openAndLate')}</Table.Th>
            <Table.Th>{text('sla.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.contractId} ${row.serviceLevelId} ${row.serviceLevel} ${row.targetMinutes}`}>
              <Table.Td>{row.contract ?? text('sla.noContract')}</Table.Td>
              <Table.Td>{row.serviceLevel}</Table.Td>
              <Table.Td ta="right">{minutes(row.targetMinutes)}</Table.Td>
              <Table.Td ta="right">{row.n}</Table.Td>
              <Table.Td ta="right">{row.met}</Table.Td>
              <Table.Td ta="right">{row.late}</Table.Td>
              <Table.Td ta="right" c={row.openAndLate > 0 ? 'var(--overread-bad)' : undefined}>
                {row.openAndLate}
              </Table.Td>
              <Table.Td>
                <Compliance row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const SOURCE = {
  name: 'sla',
  rows: (query: Query) => everyItem(client.analytics.sla, query),
  csv: client.analytics.slaCsv,
};

export function SlaPage() {
  const [period, setPeriod] = usePeriod();
  const [contract, setContract] = useState<string | null>(null);
  const contracts = useQuery({
    queryKey: ['contracts'],
    queryFn: () => everyItem(client.network.contracts.list),
  });
  const { report, csv } = useReport(SOURCE, period, { contract });
  return (
    <Page title={text('sla.title')} lead={text('sla.lead')} actions={<CsvButton csv={csv} />}>
      <Group gap="md" align="flex-end">
        <PeriodPicker period={period} onChange={setPeriod} />
        {(contracts.data?.length ?? 0) > 0 && (
          <Select
            label={text('sla.contract')}
            clearable
            w={280}
            data={(contracts.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={contract}
            onChange={setContract}
          />
        )}
      </Group>
      <QueryView
        query={report}
        empty={{ when: (rows) => rows.length === 0, title: 'sla.empty', text: 'turnaround.emptyWhy' }}
      >
        {(rows) => <Rows rows={rows} />}
      </QueryView>
    </Page>
  );
}
