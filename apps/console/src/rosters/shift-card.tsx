import { ActionIcon, Badge, Group, Menu, Paper, Text } from '@mantine/core';
import type { RosterWeek } from '@overread/wire';
import { IconDots } from '@tabler/icons-react';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { utc } from '../ui/format.js';
import { useNow } from '../ui/use-now.js';
import { hoursIn } from '../zoned/local-clock.js';

export type Shift = RosterWeek['days'][number]['shifts'][number];
export const MOVE_ACTS = ['call-in', 'cover', 'take-over', 'swap'] as const;
export type MoveAct = (typeof MOVE_ACTS)[number];

/** What the signed-in person may propose of a shift; the server has the last word. */
function useMoveActs({ readerId, kind, startsAt, endsAt }: Shift): MoveAct[] {
  const now = useNow();
  const may = useMay();
  const user = useUser();
  if (!may('move-shift') || Date.parse(endsAt) <= now) return [];
  const leads = may('edit-rosters');
  const mine = user.readerId === readerId;
  const callable = leads && kind === 'on-call' && Date.parse(startsAt) <= now;
  return [
    ...(callable ? (['call-in'] as const) : []),
    ...(leads || mine ? (['cover'] as const) : (['take-over'] as const)),
    'swap',
  ];
}

function ActMenu({ acts, name, onAct }: { acts: MoveAct[]; name: string; onAct: (act: MoveAct) => void }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={text('rosters.acts', { name })}>
          <IconDots aria-hidden size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item key={act} onClick={() => onAct(act)}>
            {label('rosterAct', act)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface CardProps {
  shift: Shift;
  zone: string;
  reader: string;
  onAct: (act: MoveAct) => void;
}

export function ShiftCard({ shift, zone, reader, onAct }: CardProps) {
  const now = useNow();
  const acts = useMoveActs(shift);
  const mine = useUser().readerId === shift.readerId;
  const running = Date.parse(shift.startsAt) <= now && now < Date.parse(shift.endsAt);
  const onCall = shift.kind === 'on-call';
  return (
    <Paper
      withBorder
      p={6}
      component="li"
      className="roster-shift"
      data-mine={mine || undefined}
      data-running={running || undefined}
      aria-label={`${reader}, ${shift.name}`}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
        <Text size="sm" fw={600} title={`${utc(shift.startsAt)} – ${utc(shift.endsAt)}`}>
          {hoursIn(zone, shift)}
        </Text>
        {acts.length > 0 && <ActMenu acts={acts} name={`${reader}, ${shift.name}`} onAct={onAct} />}
      </Group>
      <Text size="sm" fw={mine ? 700 : undefined}>
        {reader}
      </Text>
      <Text size="xs" c="dimmed">
        {shift.name}
      </Text>
      {(onCall || running) && (
        <Group gap={4} mt={4}>
          {onCall && (
            <Badge size="sm" radius="sm" tt="none" variant="light" color="orange">
              {text('rosters.onCall')}
            </Badge>
          )}
          {running && (
            <Badge size="sm" radius="sm" tt="none" variant="light" color="green">
              {text('rosters.running')}
            </Badge>
          )}
        </Group>
      )}
    </Paper>
  );
}
