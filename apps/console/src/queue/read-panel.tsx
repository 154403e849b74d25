import { Anchor, Button, CloseButton, Group, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import type { QueueRow } from '@overread/wire';
import { IconArrowUp, IconCornerUpLeft, IconPin, IconPinnedOff, IconStairs, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { LadderDialog } from '../levers/ladder-dialog.js';
import { PinDialog, UnpinDialog } from '../levers/pin-dialog.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { Keys, useShortcuts } from '../shell/shortcuts.js';
import { StudyTimeline } from '../studies/study-timeline.js';
import { label, text } from '../texts/text.js';
import { BreakGlassBadge, PriorityBadge, Slack, StateBadge } from '../ui/badges.js';
import { time } from '../ui/format.js';
import { QueryView } from '../ui/states.js';
import { AssignDialog } from './assign-dialog.js';
import { ExplanationView } from '../explanation/explanation-view.js';
import { PriorityDialog } from './priority-dialog.js';
import { ReleaseDialog } from './release-dialog.js';
import { readName } from './queue-columns.js';

/** What this person may do with the read, each with its key. */
function actionsOf(row: QueueRow, may: ReturnType<typeof useMay>) {
  const held = row.state === 'assigned' || row.state === 'in-progress';
  const waits = row.state !== 'in-progress' && row.priority !== 'critical';
  return [
    { asked: 'assign', key: 'a', icon: IconUserPlus, name: text('assign.title'), there: may('assign') },
    {
      asked: 'priority',
      key: 'p',
      icon: IconArrowUp,
      name: text('priority.title'),
      there: may('raise-priority') && row.priority !== 'critical',
    },
    {
      asked: 'ladder',
      key: 'l',
      icon: IconStairs,
      name: text('ladder.title'),
      there: may('move-ladder') && row.state !== 'in-progress',
    },
    { asked: 'pin', key: 'k', icon: IconPin, name: text('pin.title'), there: may('pin') && waits && !row.pin },
    { asked: 'unpin', key: 'k', icon: IconPinnedOff, name: text('unpin.title'), there: may('pin') && Boolean(row.pin) },
    { asked: 'release', key: 'r', icon: IconCornerUpLeft, name: text('release.title'), there: may('release') && held },
  ].filter(({ there }) => there);
}

function Actions({ row, onChanged }: { row: QueueRow; onChanged: () => void }) {
  const [asked, setAsked] = useState<string | null>(null);
  const close = () => setAsked(null);
  const actions = actionsOf(row, useMay());
  useShortcuts(actions.map(({ key, name, asked: next }) => ({ keys: key, label: name, run: () => setAsked(next) })));
  const dialog = { row, onClose: close, onChanged };
  return (
    <Group gap="xs">
      {actions.map(({ asked: next, key, icon: Icon, name }, index) => (
        <Button
          key={next}
          size="xs"
          variant={index === 0 ? 'filled' : 'default'}
          leftSection={<Icon aria-hidden size={15} />}
          rightSection={<Keys keys={key} />}
          onClick={() => setAsked(next)}
        >
          {name}
        </Button>
      ))}
      {asked === 'assign' && <AssignDialog {...dialog} />}
      {asked === 'priority' && <PriorityDialog {...dialog} />}
      {asked === 'ladder' && <LadderDialog {...dialog} />}
      {asked === 'pin' && <PinDialog {...dialog} />}
      {asked === 'unpin' && <UnpinDialog {...dialog} />}
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
        {row.breakGlass && <BreakGlassBadge />}
        <Slack dueAt={row.dueAt} />
      </Group>
      <Text size="sm">
        {readName(row)} · {row.facility} · {row.tier ? label('tier', row.tier) : text('panel.noTier')} ·{' '}
        {row.reader?.name ?? text('queue.nobody')}
      </Text>
      <Text size="sm" c="dimmed">
        {row.why.text}
      </Text>
      {row.pin && (
        <Text size="sm" fw={600}>
          {text('pin.kept', { time: time(row.pin.until), reason: row.pin.reason })}
        </Text>
      )}
      <Anchor component={Link} to={`/studies/${row.studyId}`} size="sm">
        {text('panel.openStudy')}
      </Anchor>
    </Stack>
  );
}

/** Beside the queue: why the read is where it is, what happened to its study, and what a manager may do. */
export function ReadPanel({ row, onClose, onChanged }: { row: QueueRow; onClose: () => void; onChanged: () => void }) {
  const may = useMay();
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
        {(may('assign') || may('raise-priority')) && <Actions row={row} onChanged={onChanged} />}
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
