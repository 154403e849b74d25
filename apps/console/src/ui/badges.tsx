import { Badge, Group, Text, Tooltip } from '@mantine/core';
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconAlarm,
  IconBolt,
  IconChevronsUp,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconEye,
  IconMinus,
  IconPlayerPause,
  IconShieldOff,
  IconUserCheck,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { label, text } from '../texts/text.js';
import { countdown, time, utc } from './format.js';
import { SOON_MS } from './soon.js';
import { useNow } from './use-now.js';

const priorityLook: Record<string, { color: string; icon: typeof IconBolt }> = {
  critical: { color: 'grape', icon: IconAlertOctagon },
  stat: { color: 'red', icon: IconBolt },
  urgent: { color: 'orange', icon: IconChevronsUp },
  routine: { color: 'gray', icon: IconMinus },
};

/** Priority by word, icon and colour; the protocol beside it. */
export function PriorityBadge({ priority, protocol }: { priority: string; protocol?: string | null }) {
  const look = priorityLook[priority] ?? { color: 'gray', icon: IconMinus };
  const Icon = look.icon;
  return (
    <Group gap={6} wrap="nowrap">
      <Badge
        color={look.color}
        variant={look.color === 'gray' ? 'default' : priority === 'urgent' ? 'light' : 'filled'}
        leftSection={<Icon aria-hidden size={13} />}
        radius="sm"
        tt="none"
        style={{ flexShrink: 0 }}
      >
        {label('priority', priority)}
      </Badge>
      {protocol && (
        <Text size="xs" fw={600} span>
          {label('protocol', protocol)}
        </Text>
      )}
    </Group>
  );
}

const stateLook: Record<string, { color: string; icon: typeof IconBolt }> = {
  queued: { color: 'gray', icon: IconClock },
  assigned: { color: 'blue', icon: IconUserCheck },
  'in-progress': { color: 'cyan', icon: IconEye },
  completed: { color: 'green', icon: IconCircleCheck },
  cancelled: { color: 'gray', icon: IconX },
  retracted: { color: 'red', icon: IconX },
  expected: { color: 'gray', icon: IconCircleDashed },
  receiving: { color: 'gray', icon: IconCircleDashed },
  ready: { color: 'blue', icon: IconClock },
  reading: { color: 'cyan', icon: IconEye },
  preliminary: { color: 'yellow', icon: IconCircleDashed },
  final: { color: 'green', icon: IconCircleCheck },
  running: { color: 'blue', icon: IconClock },
  paused: { color: 'yellow', icon: IconPlayerPause },
  met: { color: 'green', icon: IconCircleCheck },
  late: { color: 'red', icon: IconAlertTriangle },
};

export function StateBadge({ state, kind = 'state' }: { state: string; kind?: string }) {
  const look = stateLook[state] ?? { color: 'gray', icon: IconClock };
  const Icon = look.icon;
  return (
    <Badge
      variant={look.color === 'gray' ? 'default' : 'light'}
      color={look.color}
      leftSection={<Icon aria-hidden size={13} />}
      radius="sm"
      tt="none"
      miw="max-content"
    >
      {label(kind, state)}
    </Badge>
  );
}

type Urgency = 'late' | 'soon' | 'ahead' | 'none';
function urgencyOf(dueAt: string | null, now: number): Urgency {
  if (!dueAt) return 'none';
  const slack = Date.parse(dueAt) - now;
  if (slack < 0) return 'late';
  return slack < SOON_MS ? 'soon' : 'ahead';
}

const urgencyLook: Record<Urgency, { color: string; icon: ReactNode }> = {
  late: { color: 'var(--overread-bad)', icon: <IconAlertTriangle aria-hidden size={14} /> },
  soon: { color: 'var(--overread-warn)', icon: <IconAlarm aria-hidden size={14} /> },
  ahead: { color: 'var(--overread-good)', icon: <IconClock aria-hidden size={14} /> },
  none: { color: 'var(--mantine-color-dimmed)', icon: null },
};

/** Time to the deadline, counted each second, as colour, icon and word. */
export function Slack({ dueAt }: { dueAt: string | null }) {
  const now = useNow();
  if (!dueAt)
    return (
      <Text size="sm" c="dimmed" span>
        {text('slack.none')}
      </Text>
    );
  const urgency = urgencyOf(dueAt, now);
  const look = urgencyLook[urgency];
  return (
    <Tooltip label={`${text('slack.due', { time: time(dueAt) })} (${utc(dueAt)})`} openDelay={400}>
      <Group gap={5} wrap="nowrap" c={look.color} data-urgency={urgency} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {look.icon}
        <Text size="sm" fw={600} span>
          {countdown(Date.parse(dueAt) - now)}
        </Text>
        <Text size="xs" span>
          {text(`slack.${urgency}`)}
        </Text>
      </Group>
    </Tooltip>
  );
}

/** Read, or to be read, under rules that were set aside in an emergency. */
export const BreakGlassBadge = () => (
  <Badge color="red" variant="filled" radius="sm" tt="none" leftSection={<IconShieldOff aria-hidden size={13} />}>
    {text('breakGlass.badge')}
  </Badge>
);

export function When({ at }: { at: string | null | undefined }) {
  return (
    <time dateTime={at ?? undefined} title={utc(at)}>
      {time(at)}
    </time>
  );
}
