import { Text, Tooltip } from '@mantine/core';
import type { QueueRow } from '@overread/wire';
import { label, text } from '../texts/text.js';
import { BreakGlassBadge, PriorityBadge, Slack, StateBadge } from '../ui/badges.js';
import type { Column } from '../ui/virtual-grid.js';

const Dim = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed" span>
    {children}
  </Text>
);

/** Chances from which somebody should look, and from which it is likelier than not. */
const WARN = 0.2;
const BAD = 0.5;

function Chance({ chance }: { chance: number | null }) {
  if (chance === null) return <Dim>{text('none')}</Dim>;
  const color = chance >= BAD ? 'var(--overread-bad)' : chance >= WARN ? 'var(--overread-warn)' : undefined;
  return (
    <Text size="sm" span c={color} fw={chance >= BAD ? 600 : undefined} data-chance={chance}>
      {`${Math.round(chance * 100)} %`}
    </Text>
  );
}

const ofStudy = (): Column<QueueRow>[] => [
  {
    id: 'priority',
    label: text('queue.priority'),
    width: '138px',
    sortable: true,
    cell: (row) => <PriorityBadge priority={row.priority} protocol={row.protocol} />,
  },
  {
    id: 'slack',
    label: text('queue.slack'),
    width: '124px',
    sortable: true,
    cell: (row) => <Slack dueAt={row.dueAt} />,
  },
  {
    id: 'breachChance',
    label: text('queue.breachChance'),
    width: '92px',
    sortable: true,
    cell: (row) => <Chance chance={row.breachChance} />,
  },
  {
    id: 'modality',
    label: text('queue.modality'),
    width: '112px',
    sortable: true,
    cell: (row) => (
      <>
        <b>{row.modalityFamily}</b> {row.bodyPart ?? ''}
      </>
    ),
  },
  { id: 'issues', label: text('queue.read'), width: '92px', cell: (row) => readName(row) },
  {
    id: 'facility',
    label: text('queue.facility'),
    width: 'minmax(100px, 0.7fr)',
    sortable: true,
    cell: (row) => row.facility,
  },
];

const ofRead = (): Column<QueueRow>[] => [
  {
    id: 'tier',
    label: text('queue.tier'),
    width: '82px',
    sortable: true,
    cell: (row) => (row.tier ? label('tier', row.tier) : <Dim>{text('none')}</Dim>),
  },
  {
    id: 'reader',
    label: text('queue.reader'),
    width: 'minmax(92px, 0.9fr)',
    sortable: true,
    cell: (row) => row.reader?.name ?? <Dim>{text('queue.nobody')}</Dim>,
  },
  {
    id: 'state',
    label: text('queue.state'),
    width: '104px',
    sortable: true,
    cell: (row) => <StateBadge state={row.state} kind="readState" />,
  },
  {
    id: 'why',
    label: text('queue.why'),
    width: 'minmax(140px, 1.6fr)',
    cell: (row) => (
      <>
        {row.breakGlass && <BreakGlassBadge />}{' '}
        <Tooltip label={row.why.text} openDelay={400} multiline maw={360}>
          <span>{row.why.text}</span>
        </Tooltip>
      </>
    ),
  },
];

export const queueColumns = (): Column<QueueRow>[] => [...ofStudy(), ...ofRead()];

/** "Final", "Preliminary", and the purpose where it is not the primary read. */
export const readName = (row: { issues: string; purpose: string }): string =>
  row.purpose === 'primary' ? label('issues', row.issues) : `${label('purpose', row.purpose)}`;
