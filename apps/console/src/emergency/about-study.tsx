import { Anchor, Group, Text } from '@mantine/core';
import type { HandBack } from '@overread/wire';
import { Link } from 'react-router';
import { text } from '../texts/text.js';
import { PriorityBadge } from '../ui/badges.js';

/** Which study an emergency is about. */
export function AboutStudy({ of }: { of: Pick<HandBack, 'study' | 'studyId' | 'facility'> }) {
  const { accessionNumber, description, priority } = of.study;
  return (
    <Group gap="sm">
      <PriorityBadge priority={priority} />
      <Anchor component={Link} to={`/studies/${of.studyId}`} size="sm">
        {[description, accessionNumber].filter(Boolean).join(' · ') || text('panel.openStudy')}
      </Anchor>
      <Text size="sm" c="dimmed">
        {of.facility}
      </Text>
    </Group>
  );
}
