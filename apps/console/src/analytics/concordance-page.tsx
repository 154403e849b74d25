import { Group, List, MultiSelect, Paper, Select, Stack, Text } from '@mantine/core';
import { BLINDING_MODES } from '@overread/domain';
import { CONCORDANCE_KEYS, everyItem, type ConcordanceRow, type Query } from '@overread/wire';
import { useState } from 'react';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { Empty, QueryView } from '../ui/states.js';
import { ConcordanceTable } from './concordance-table.js';
import { CsvButton } from './csv-button.js';
import { PeriodPicker, usePeriod } from './period.js';
import { useReport } from './use-report.js';

const SOURCE = {
  name: 'concordance',
  rows: (query: Query) => everyItem(client.analytics.concordance, query),
  csv: client.analytics.concordanceCsv,
};

/** Nothing was compared: how a pair comes about. */
function NoPairs() {
  return (
    <Empty title={text('concordance.empty')}>
      <Stack gap={6} ta="left">
        {text('concordance.emptyWhy')}
        <List size="sm" type="ordered" c="dimmed">
          <List.Item>{text('concordance.how1')}</List.Item>
          <List.Item>{text('concordance.how2')}</List.Item>
          <List.Item>{text('concordance.how3')}</List.Item>
        </List>
      </Stack>
    </Empty>
  );
}

const hasPairs = (rows: ConcordanceRow[]): boolean =>
  rows.some(({ n, gradeOneShare }) => n > 0 || gradeOneShare !== null);

function useKeys(): string[] {
  const may = useMay();
  return CONCORDANCE_KEYS.filter((key) => key !== 'reader' || may('view-reader-analytics'));
}

/** How far second readers agreed with the first, by what sets the first read apart. */
export function ConcordancePage() {
  const [period, setPeriod] = usePeriod();
  const [by, setBy] = useState<string[]>(['modalityFamily']);
  const [mode, setMode] = useState<string | null>(null);
  const keys = useKeys();
  const { report, csv } = useReport(SOURCE, period, { by: by.join(','), mode });
  useRefreshed([SOURCE.name]);
  return (
    <Page title={text('concordance.title')} lead={text('concordance.lead')} actions={<CsvButton csv={csv} />}>
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
        <Select
          label={text('concordance.mode')}
          placeholder={text('concordance.anyMode')}
          clearable
          data={BLINDING_MODES.map((value) => ({ value, label: label('blinding', value) }))}
          value={mode}
          onChange={setMode}
          clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: text('concordance.mode') }), tabIndex: 0 }}
        />
      </Group>
      <QueryView query={report}>
        {(rows) =>
          hasPairs(rows) ? (
            <Paper withBorder p="sm" bg="var(--overread-raised)">
              <ConcordanceTable rows={rows} by={by} />
              <Text size="xs" c="dimmed" mt="sm">
                {text('concordance.note')}
              </Text>
            </Paper>
          ) : (
            <NoPairs />
          )
        }
      </QueryView>
    </Page>
  );
}
