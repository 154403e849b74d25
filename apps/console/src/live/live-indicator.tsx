import { Group, Text, Tooltip } from '@mantine/core';
import type { LiveState } from '@overread/wire';
import { IconLoader, IconPlugConnectedX, IconWifi } from '@tabler/icons-react';
import { text } from '../texts/text.js';
import { useLive } from './live.js';

const look: Record<LiveState, { color: string; icon: typeof IconWifi }> = {
  live: { color: 'var(--overread-good)', icon: IconWifi },
  connecting: { color: 'var(--overread-warn)', icon: IconLoader },
  reconnecting: { color: 'var(--overread-warn)', icon: IconLoader },
  refused: { color: 'var(--overread-bad)', icon: IconPlugConnectedX },
};

/** Whether what is on the screen follows the network at this moment. */
export function LiveIndicator() {
  const { state } = useLive();
  const { color, icon: Icon } = look[state];
  return (
    <Tooltip label={text(`live.${state}.why`)}>
      <Group gap={6} wrap="nowrap" c={color} role="status" data-live={state}>
        <Icon aria-hidden size={16} />
        <Text size="sm" fw={600} span>
          {text(`live.${state}`)}
        </Text>
      </Group>
    </Tooltip>
  );
}
