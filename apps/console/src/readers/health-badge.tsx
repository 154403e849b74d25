import { Badge } from '@mantine/core';
import type { Reader } from '@overread/wire';
import { IconAlertTriangle, IconEye, IconMoonStars, IconUserCheck, IconWeight } from '@tabler/icons-react';
import { label } from '../texts/text.js';

type Health = Reader['health'];

const looks: Record<Health, { color: string; icon: typeof IconEye }> = {
  silent: { color: 'red', icon: IconAlertTriangle },
  overloaded: { color: 'orange', icon: IconWeight },
  reading: { color: 'cyan', icon: IconEye },
  idle: { color: 'green', icon: IconUserCheck },
  off: { color: 'gray', icon: IconMoonStars },
};

/** Who needs to be looked at comes first. */
export const HEALTHS = Object.keys(looks) as Health[];

export function HealthBadge({ health }: { health: Health }) {
  const { color, icon: Icon } = looks[health];
  return (
    <Badge
      variant={color === 'gray' ? 'default' : 'light'}
      color={color}
      leftSection={<Icon aria-hidden size={13} />}
      radius="sm"
      tt="none"
      style={{ flexShrink: 0 }}
      data-health={health}
    >
      {label('health', health)}
    </Badge>
  );
}
