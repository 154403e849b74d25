import { Stack, Table, Text } from '@mantine/core';
import type { ConcordanceRow } from '@overread/wire';
import { label, text } from '../texts/text.js';
import { percent } from '../ui/format.js';
import { IntervalBar } from '../overview/interval-bar.js';
import { useKeyWords } from './use-key-words.js';

const two = (value: number | null): string => (value === null ? text('none') : value.toFixed(2));

/** Agreement with its interval; of too few pairs it says so, and of a mode that is not blind that there is none. */
function Agreement({ row }: { row: ConcordanceRow }) {
  const { agreement, interval, mode, belowMinimum } = row;
  return (
    <Stack gap={2} miw={190}>
      <Text size="sm" fw={600}>
        {agreement === null && mode !== 'blind' ? text('concordance.notBlind') : percent(agreement)}
      </Text>
      <IntervalBar share={agreement} interval={interval} />
      {interval && (
        <Text size="xs" c="dimmed">
          {percent(interval[0])} – {percent(interval[1])}
        </Text>
      )}
      {belowMinimum && (
        <Text size="xs" c="var(--overread-warn)" data-below>
          {text(agreement === null && mode === 'blind' ? 'concordance.withheld' : 'concordance.below')}
        </Text>
      )}
    </Stack>
  );
}

export function ConcordanceTable({ rows, by }: { rows: ConcordanceRow[]; by: string[] }) {
  const words = useKeyWords();
  return (
    <Table.ScrollContainer minWidth={860} type="native">
      <Table aria-label={text('concordance.title')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {by.map((key) => (
              <Table.Th key={key}>{label('key', key)}</Table.Th>
            ))}
            <Table.Th>{text('concordance.mode')}</Table.Th>
            <Table.Th>{text('concordance.sampling')}</Table.Th>
            <Table.Th ta="right">{text('concordance.n')}</Table.Th>
            <Table.Th>{text('concordance.agreement')}</Table.Th>
            <Table.Th ta="right">{text('concordance.kappa')}</Table.Th>
            <Table.Th ta="right">{text('concordance.ac1')}</Table.Th>
            <Table.Th ta="right">
              {text('concordance.gradeOne')}
              <Text size="xs" c="dimmed" fw={400}>
                {text('concordance.gradeOneWhy')}
              </Text>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={JSON.stringify([row.key, row.mode, row.sampling])}>
              {by.map((key) => (
                <Table.Td key={key}>{words(row, key)}</Table.Td>
              ))}
              <Table.Td>{label('blinding', row.mode)}</Table.Td>
              <Table.Td>{label('sampling', row.sampling)}</Table.Td>
              <Table.Td ta="right">{row.n}</Table.Td>
              <Table.Td>
                <Agreement row={row} />
              </Table.Td>
              <Table.Td ta="right">{two(row.kappa)}</Table.Td>
              <Table.Td ta="right">{two(row.ac1)}</Table.Td>
              <Table.Td ta="right">{percent(row.gradeOneShare)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
