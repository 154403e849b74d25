import { Group, Paper, Select, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { useReadingGroups } from '../network/directory.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { CapacityByHour } from './capacity-chart.js';
import { AtRisk, Misses, Remedies } from './outlook.js';
import { ReliabilitySection } from './reliability.js';
import { useForecast } from './use-forecast.js';

const HOURS = [4, 8, 12];
const CALL_IN_MINUTES = [0, 15, 30, 45, 60, 90];

function GroupPicker({ value, onChange }: { value: string | null; onChange: (group: string | null) => void }) {
  const groups = useReadingGroups();
  return (
    <Select
      label={text('queue.group')}
      placeholder={text('forecast.everyGroup')}
      clearable
      clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: text('queue.group') }), tabIndex: 0 }}
      data={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

interface NumberPickerProps {
  label: string;
  values: [number, string][];
  value: number;
  onChange: (value: number) => void;
}

const NumberPicker = ({ label, values, value, onChange }: NumberPickerProps) => (
  <Select
    label={label}
    data={values.map(([each, name]) => ({ value: String(each), label: name }))}
    value={String(value)}
    onChange={(chosen) => onChange(Number(chosen ?? value))}
    allowDeselect={false}
    w={140}
  />
);

/** What will be missed in the coming hours, what would help, and how good such forecasts have been. */
export function ForecastPage() {
  const [hours, setHours] = useState(8);
  const [readingGroup, setReadingGroup] = useState<string | null>(null);
  const { role } = useUser();
  const may = useMay();
  const [callInMinutes, setCallInMinutes] = useState(30);
  const of = { hours, readingGroup, callInMinutes };
  const forecast = useForecast(of);
  const madeAt = forecast.data ? text('forecast.madeAt', { at: time(forecast.data.madeAt) }) : '';
  return (
    <Page title={text('forecast.title')} lead={`${text('forecast.lead')} ${madeAt}`}>
      <Group gap="md" align="flex-end">
        <NumberPicker
          label={text('forecast.horizon')}
          values={HOURS.map((value) => [value, text('forecast.hours', { n: value })])}
          value={hours}
          onChange={setHours}
        />
        <NumberPicker
          label={text('forecast.callInMinutes')}
          values={CALL_IN_MINUTES.map((value) => [value, text('forecast.within', { n: value })])}
          value={callInMinutes}
          onChange={setCallInMinutes}
        />
        {role !== 'group-manager' && <GroupPicker value={readingGroup} onChange={setReadingGroup} />}
      </Group>
      <QueryView query={forecast}>
        {(data) => (
          <Stack gap="md">
            <Paper withBorder p="md" bg="var(--overread-raised)">
              <Stack gap="sm">
                <Misses misses={data.misses} />
                <Remedies forecast={data} of={of} />
              </Stack>
            </Paper>
            <Paper withBorder p="sm" bg="var(--overread-raised)">
              <Title order={2} size="h5" mb="xs">
                {text('forecast.byHour')}
              </Title>
              <CapacityByHour hours={data.byHour} />
            </Paper>
            <AtRisk reads={data.atRisk} />
          </Stack>
        )}
      </QueryView>
      {may('view-calibration') && <ReliabilitySection />}
    </Page>
  );
}
