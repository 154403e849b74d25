import { Badge, Group } from '@mantine/core';
import type { Study } from '@overread/wire';
import { IconPlayerPause, IconUserQuestion } from '@tabler/icons-react';
import { label, text } from '../texts/text.js';
import { StateBadge } from '../ui/badges.js';

/** The state of a study, and what stands in its way: a hold, a patient who is not known for certain. */
export function StudyBadges({ study: { state, hold, identityUnconfirmed } }: { study: Study }) {
  return (
    <Group gap={4} wrap="nowrap">
      <StateBadge state={state} kind="studyState" />
      {hold && (
        <Badge
          variant="light"
          color="yellow"
          radius="sm"
          tt="none"
          leftSection={<IconPlayerPause aria-hidden size={13} />}
          title={hold.note ?? text('studies.heldBy', { owner: hold.owner })}
        >
          {label('hold', hold.reason)}
        </Badge>
      )}
      {identityUnconfirmed && (
        <Badge
          variant="light"
          color="orange"
          radius="sm"
          tt="none"
          leftSection={<IconUserQuestion aria-hidden size={13} />}
        >
          {text('studies.unconfirmed')}
        </Badge>
      )}
    </Group>
  );
}
