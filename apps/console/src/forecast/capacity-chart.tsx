import { Table } from '@mantine/core';
import type { CapacityForecast } from '@overread/wire';
import { useMemo } from 'react';
import { BarChart } from '../analytics/bar-chart.js';
import { text } from '../texts/text.js';
import { minutes, time } from '../ui/format.js';

type Hour = CapacityForecast['byHour'][number];

/** What there is to read in each hour beside the readers there are for it, as a picture and in words. */
export function CapacityByHour({ hours }: { hours: Hour[] }) {
  const bars = useMemo(
    () => ({
      title: text('forecast.hour'),
      labels: hours.map(({ startsAt }) => time(startsAt)),
      series: [
        {
          name: text('forecast.work'),
          color: '--mantine-color-orange-6',
          values: hours.map(({ waitingMinutes, arrivalMinutes }) => waitingMinutes + arrivalMinutes),
        },
        {
          name: text('forecast.capacity'),
          color: '--mantine-color-teal-6',
          values: hours.map(({ capacityMinutes }) => capacityMinutes),
        },
      ],
    }),
    [hours],
  );
  return (
    <>
      <BarChart bars={bars} label={text('forecast.byHour')} />
      <Hours hours={hours} />
    </>
  );
}

function Hours({ hours }: { hours: Hour[] }) {
  return (
    <Table.ScrollContainer minWidth={700} type="native">
      <Table aria-label={text('forecast.byHour')} verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('forecast.hour')}</Table.Th>
            <Table.Th ta="right">{text('forecast.arrivals')}</Table.Th>
            <Table.Th ta="right">{text('forecast.waiting')}</Table.Th>
            <Table.Th ta="right">{text('forecast.work')}</Table.Th>
            <Table.Th ta="right">{text('forecast.readers')}</Table.Th>
            <Table.Th ta="right">{text('forecast.capacity')}</Table.Th>
            <Table.Th ta="right">{text('forecast.misses')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {hours.map((hour) => (
            <Table.Tr key={hour.startsAt}>
              <Table.Td>{time(hour.startsAt)}</Table.Td>
              <Table.Td ta="right">{hour.arrivals}</Table.Td>
              <Table.Td ta="right">{minutes(hour.waitingMinutes)}</Table.Td>
              <Table.Td ta="right">{minutes(hour.waitingMinutes + hour.arrivalMinutes)}</Table.Td>
              <Table.Td ta="right">{hour.readers}</Table.Td>
              <Table.Td ta="right">{minutes(hour.capacityMinutes)}</Table.Td>
              <Table.Td ta="right" c={hour.misses > 0 ? 'var(--overread-bad)' : undefined}>
                {hour.misses}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
