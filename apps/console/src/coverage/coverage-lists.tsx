import { Paper, Table, Text, Title } from '@mantine/core';
import type { Coverage } from '@overread/wire';
import type { ReactNode } from 'react';
import { label, text, type TextKey } from '../texts/text.js';
import { date } from '../ui/format.js';
import { clockOf } from './warning-texts.js';

interface Listed {
  title: string;
  columns: TextKey[];
  empty: TextKey;
  rows: { key: string; cells: ReactNode[] }[];
}

function List({ title, columns, empty, rows }: Listed) {
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {rows.length === 0 ? (
        <Text c="dimmed">{text(empty)}</Text>
      ) : (
        <Table.ScrollContainer minWidth={600} mah={360} type="native">
          <Table aria-label={title} fz="sm" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{text(column)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ key, cells }) => (
                <Table.Tr key={key}>
                  {cells.map((cell, index) => (
                    <Table.Td key={columns[index]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

/** Hours with nobody or one alone for what waits or is expected. */
export function Warnings({ warnings, warningCount }: Pick<Coverage, 'warnings' | 'warningCount'>) {
  return (
    <List
      title={text('coverage.warnings', { n: warningCount })}
      empty="coverage.noWarnings"
      columns={[
        'coverage.level',
        'queue.facility',
        'coverage.kind',
        'coverage.from',
        'coverage.until',
        'coverage.expected',
        'coverage.queued',
      ]}
      rows={warnings.map((warning) => ({
        key: `${warning.facility} ${warning.modalityFamily} ${warning.subspecialty} ${warning.from}`,
        cells: [
          <Text key="level" span fw={600} size="sm" c={`var(--overread-${warning.level === 'none' ? 'bad' : 'warn'})`}>
            {label('coverageLevel', warning.level)}
          </Text>,
          warning.facility,
          [warning.modalityFamily, warning.subspecialty].filter(Boolean).join(' '),
          clockOf(warning.localFrom),
          clockOf(warning.localUntil),
          warning.expectedStudies,
          warning.queued,
        ],
      }))}
    />
  );
}

/** Licences, privileges and agreements that end soon. */
export function Expiring({ expiring, days }: Pick<Coverage, 'expiring' | 'days'>) {
  return (
    <List
      title={text('coverage.expiring', { n: days })}
      empty="coverage.noExpiring"
      columns={[
        'coverage.credential',
        'coverage.holder',
        'coverage.expires',
        'coverage.unreadable',
        'coverage.lastReader',
      ]}
      rows={expiring.map((each) => ({
        key: each.id,
        cells: [
          `${label('credential', each.kind)} ${each.about}`,
          each.holder,
          date(each.expiresAt),
          each.unreadablePerWeek,
          each.lastReaderPerWeek,
        ],
      }))}
    />
  );
}

/** What alone keeps how many readers out. */
export function SoleBlockers({ soleBlockers }: Pick<Coverage, 'soleBlockers'>) {
  return (
    <List
      title={text('coverage.blockers')}
      empty="coverage.noBlockers"
      columns={['coverage.readers', 'coverage.fact', 'coverage.rule', 'coverage.perWeek']}
      rows={soleBlockers.map(({ code, fact, healthSystem, readers, studiesPerWeek }) => ({
        key: `${code} ${fact} ${healthSystem}`,
        cells: [readers, [fact, healthSystem].filter(Boolean).join(', '), label('rule', code), studiesPerWeek],
      }))}
    />
  );
}
