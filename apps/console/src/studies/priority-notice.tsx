import { Alert, Text } from '@mantine/core';
import type { Study } from '@overread/wire';
import { IconStatusChange } from '@tabler/icons-react';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';

type Basis = NonNullable<Study['priorityBasis']>;

const whoSaid = ({ source, rule }: Basis): string =>
  rule === null
    ? text('priorityNotice.by', { source: label('prioritySource', source) })
    : text('priorityNotice.byRule', { policy: rule.policy, version: rule.version, rule: rule.rule });

/** That the study is handled with another priority than it was asked for, who said so, and why. */
export function PriorityNotice({ study }: { study: Study }) {
  const { priority, priorityBasis: basis, requestedPriority } = study;
  if (basis === null || priority === requestedPriority) return null;
  const names = { requested: label('priority', requestedPriority), priority: label('priority', priority) };
  return (
    <Alert
      color="blue"
      variant="light"
      icon={<IconStatusChange aria-hidden size={18} />}
      title={text('priorityNotice.title', names)}
    >
      <Text size="sm" component="div">
        {basis.reason}
        <Text size="xs" c="dimmed" component="div">
          {whoSaid(basis)} <When at={basis.at} />
        </Text>
      </Text>
    </Alert>
  );
}
