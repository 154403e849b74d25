import { Anchor, Button, CloseButton, Group, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import type { QueueRow } from '@overread/wire';
import { IconArrowUp, IconCornerUpLeft, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { useShortcuts } from '../shell/shortcuts.js';
import { StudyTimeline } from '../studies/study-timeline.js';
import { label, text } from '../texts/text.js';
import { PriorityBadge, Slack, StateBadge } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';
import { AssignDialog } from './assign-dialog.js';
import { ExplanationView } from './explanation-view.js';
import { PriorityDialog } from './priority-dialog.js';
import { ReleaseDialog } from './release-dialog.js';
import { readName } from './queue-columns.js';

type Asked = 'assign' | 'priority' | 'release' | null;

function Actions({ row, onChanged }: { row: QueueRow; onChanged: () => void }) {
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const releasable = row.state === 'assigned' || row.state === 'in-progress';
  useShortcuts([
    { keys: 'a', label: text('assign.title'), run: () => setAsked('assign') },
    { keys: 'p', label: text('priority.title'), run: () => setAsked('priority') },
    ...(releasable ? [{ keys: 'r', label: text('release.title'), run: () => setAsked('release') }] : []),
  ]);
  const dialog = { row, onClose: close, onChanged };
  return (
    <Group gap="xs">
      <Button size="xs" leftSection={<IconUserPlus aria-hidden size={15} />} onClick={() => setAsked('assign')}>
        {text('assign.title')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowUp aria-hidden size={15} />}
        disabled={row.priority === 'critical'}
        onClick={() => setAsked('priority')}
      >
        {text('priority.title')}
      </Button>
      {releasable && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCornerUpLeft aria-hidden size={15} />}
          onClick={() => setAsked('release')}
        >
          {text('release.title')}
        </Button>
      )}
      {asked === 'assign' && <AssignDialog {...dialog} />}
      {asked === 'priority' && <PriorityDialog {...dialog} />}
      {asked === 'release' && <ReleaseDialog readId={row.readId} version={row.version} {...dialog} />}
    </Group>
  );
}

function Summary({ row }: { row: QueueRow }) {
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <PriorityBadge priority={row.priority} protocol={row.protocol} />
        <StateBadge state={row.state} kind="readState" />
        <Slack dueAt={row.dueAt} />
      </Group>
      <Text size="sm">
        {readName(row)} · {row.facility} · {row.tier ? label('tier', row.tier) : text('panel.noTier')} ·{' '}
        {row.reader?.name ?? text('queue.nobody')}
      </Text>
      <Text size="sm" c="dimmed">
        {row.why.text}
      </Text>
      <Anchor component={Link} to={`/studies/${row.studyId}`} size="sm">
        {text('panel.openStudy')}
      </Anchor>
    </Stack>
  );
}

/** Beside the queue: why the read is where it is, what happened to its study, and what a manager may do. */
export function ReadPanel({ row, onClose, onChanged }: { row: QueueRow; onClose: () => void; onChanged: () => void }) {
  const canAct = useUser().role !== 'auditor';
  const explanation = useQuery({
    queryKey: ['explanation', row.studyId],
    queryFn: () => client.studies.explanation(row.studyId),
  });
  const { refetch } = explanation;
  useEffect(() => void refetch(), [row.version, refetch]);
  return (
    <Paper
      component="aside"
      aria-label={text('panel.label')}
      withBorder
      p="md"
      bg="var(--overread-raised)"
      className="panel"
    >
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h4">
            {row.modalityFamily} {row.bodyPart ?? ''}
          </Title>
          <CloseButton aria-label={text('panel.close')} onClick={onClose} />
        </Group>
        <Summary row={row} />
        {canAct && <Actions row={row} onChanged={onChanged} />}
        <Tabs defaultValue="why" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="why">{text('panel.why')}</Tabs.Tab>
            <Tabs.Tab value="timeline">{text('panel.timeline')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="why" pt="md">
            <QueryView query={explanation}>
              {(answer) => <ExplanationView explanation={answer} readId={row.readId} />}
            </QueryView>
          </Tabs.Panel>
          <Tabs.Panel value="timeline" pt="md">
            <StudyTimeline studyId={row.studyId} version={row.version} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Paper>
  );
}
