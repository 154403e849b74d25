import { Badge, Button, Group } from '@mantine/core';
import { IconArrowsRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useReadingGroups } from '../network/directory.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { PauseDialog, type PauseAct } from './pause-dialog.js';

/** A pause that has passed its end is none, whatever the last answer said. */
export const lasting = <Pause extends { until: string | null }>(pause: Pause | null | undefined): Pause | null =>
  pause && (pause.until === null || Date.parse(pause.until) > Date.now()) ? pause : null;

/** Pause, drain and resume the group one leads; what it is now. */
export function GroupControls() {
  const { organization } = useUser();
  const group = useReadingGroups().data?.find(({ id }) => id === organization.id);
  const [act, setAct] = useState<PauseAct | null>(null);
  if (!group) return null;
  const pause = lasting(group.pause);
  const button = (asked: PauseAct, Icon: typeof IconPlayerPause) => (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon aria-hidden size={14} />}
      onClick={() => setAct(asked)}
    >
      {text(`${asked}.button`)}
    </Button>
  );
  return (
    <Group gap="xs">
      {pause && (
        <Badge color="orange" variant="light" radius="sm" tt="none" title={pause.reason}>
          {label('pause', pause.kind)} {pause.until ? text('pause.until', { time: time(pause.until) }) : ''}
        </Badge>
      )}
      {pause ? button('resume-group', IconPlayerPlay) : button('pause-group', IconPlayerPause)}
      {pause?.kind !== 'draining' && button('drain-group', IconArrowsRight)}
      {act && <PauseDialog act={act} id={group.id} name={group.name} onClose={() => setAct(null)} />}
    </Group>
  );
}
