import { Badge, Button, Paper, Table, Text, Title } from '@mantine/core';
import type { CoverageWarning } from '@overread/wire';
import { useState } from 'react';
import { useMay } from '../session/may.js';
import { label, text, type TextKey } from '../texts/text.js';
import { time } from '../ui/format.js';
import { QueryView } from '../ui/states.js';
import { AcknowledgeDialog } from './acknowledge-dialog.js';
import type { Narrowing } from './use-coverage.js';
import { useWarnings } from './use-warnings.js';
import { costOf, menderOf, nameOf, whenOf } from './warning-texts.js';

const COLUMNS: TextKey[] = [
  'coverage.level',
  'warning.what',
  'warning.when',
  'warning.cost',
  'warning.mender',
  'warning.told',
  'warning.seen',
];

interface RowProps {
  warning: CoverageWarning;
  onAcknowledge: (() => void) | null;
}

function Seen({ warning: { acknowledgement }, onAcknowledge }: RowProps) {
  if (acknowledgement) {
    const { by, at, note } = acknowledgement;
    return (
      <>
        {text('warning.seenBy', { name: by.name, at: time(at) })}
        {note && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </>
    );
  }
  if (!onAcknowledge) return text('warning.unseen');
  return (
    <Button size="compact-sm" variant="default" onClick={onAcknowledge}>
      {text('warning.acknowledge')}
    </Button>
  );
}

function WarningRow(props: RowProps) {
  const { warning } = props;
  const color = `var(--overread-${warning.level === 'none' ? 'bad' : 'warn'})`;
  return (
    <Table.Tr data-warning={warning.id}>
      <Table.Td>
        <Text span fw={600} size="sm" c={color}>
          {label('coverageLevel', warning.level)}
        </Text>
      </Table.Td>
      <Table.Td>{nameOf(warning)}</Table.Td>
      <Table.Td>{whenOf(warning)}</Table.Td>
      <Table.Td>{costOf(warning)}</Table.Td>
      <Table.Td>{menderOf(warning)}</Table.Td>
      <Table.Td>
        {time(warning.warnedAt)}
        {warning.warnings > 1 && (
          <Text size="xs" c="dimmed">
            {text('warning.worse')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Seen {...props} />
      </Table.Td>
    </Table.Tr>
  );
}

function WarningTable({ warnings }: { warnings: CoverageWarning[] }) {
  const [asked, setAsked] = useState<CoverageWarning | null>(null);
  const may = useMay();
  if (warnings.length === 0) return <Text c="var(--overread-good)">{text('warning.noneOpen')}</Text>;
  return (
    <Table.ScrollContainer minWidth={900} mah={420} type="native">
      <Table aria-label={text('warning.title')} fz="sm" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <Table.Th key={column}>{text(column)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {warnings.map((warning) => (
            <WarningRow
              key={warning.id}
              warning={warning}
              onAcknowledge={may('acknowledge-coverage') ? () => setAsked(warning) : null}
            />
          ))}
        </Table.Tbody>
      </Table>
      {asked && <AcknowledgeDialog warning={asked} onClose={() => setAsked(null)} />}
    </Table.ScrollContainer>
  );
}

/** Unseen first, nobody before one alone, the latest told first. */
const inOrder = (warnings: readonly CoverageWarning[]): CoverageWarning[] =>
  warnings.toSorted(
    (a, b) =>
      Number(a.acknowledgement !== null) - Number(b.acknowledgement !== null) ||
      Number(a.level === 'one') - Number(b.level === 'one'),
  );

/** What has been told ahead of time and is not over, with who can mend it and who has seen it. */
export function WarningsSection({ narrowing }: { narrowing: Narrowing }) {
  const warnings = useWarnings('open', true, narrowing);
  const unseen = (warnings.data?.items ?? []).filter(({ acknowledgement }) => acknowledgement === null).length;
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Title order={2} size="h5" mb="xs">
        {text('warning.title')}{' '}
        {unseen > 0 && (
          <Badge color="red" variant="filled" tt="none" role="status">
            {text('warning.new', { n: unseen })}
          </Badge>
        )}
      </Title>
      <QueryView query={warnings}>{({ items }) => <WarningTable warnings={inOrder(items)} />}</QueryView>
    </Paper>
  );
}
