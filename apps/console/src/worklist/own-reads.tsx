import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import type { WorklistRow } from '@overread/wire';
import { IconCheck, IconEye, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { client } from '../session/api.js';
import { Keys, useShortcuts } from '../shell/shortcuts.js';
import { text } from '../texts/text.js';
import { PriorityBadge, Slack, StateBadge } from '../ui/badges.js';
import { countdown } from '../ui/format.js';
import { refused } from '../ui/notify.js';
import { Empty } from '../ui/states.js';
import { useNow } from '../ui/use-now.js';
import { readName } from '../queue/queue-columns.js';
import { DeclineDialog } from './decline-dialog.js';

/** How long the offer still stands, as a bar and in words. */
function OfferCountdown({ until }: { until: string }) {
  const now = useNow();
  const left = Math.max(0, Date.parse(until) - now);
  const whole = useRef(left || 1);
  return (
    <Stack gap={4} w={190}>
      <Text size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {left > 0 ? text('offer.left', { time: countdown(left) }) : text('offer.over')}
      </Text>
      <Progress value={(100 * left) / whole.current} size="sm" aria-label={text('offer.bar')} />
    </Stack>
  );
}

function OfferActions({ row, first, refresh }: { row: WorklistRow; first: boolean; refresh: () => void }) {
  const navigate = useNavigate();
  const [declining, setDeclining] = useState(false);
  const accept = useMutation({
    mutationFn: () => client.reads.accept(row.readId, {}, { version: row.version }),
    onSuccess: () => void navigate(`/reads/${row.readId}`),
    onError: (error) => {
      refused(error);
      refresh();
    },
  });
  useShortcuts(
    first
      ? [
          { keys: 'y', label: text('offer.accept'), run: () => accept.mutate() },
          { keys: 'x', label: text('offer.decline'), run: () => setDeclining(true) },
        ]
      : [],
  );
  return (
    <Group gap="xs">
      <Button
        size="sm"
        leftSection={<IconCheck aria-hidden size={16} />}
        rightSection={first ? <Keys keys="y" /> : undefined}
        loading={accept.isPending}
        onClick={() => accept.mutate()}
      >
        {text('offer.accept')}
      </Button>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconX aria-hidden size={16} />}
        rightSection={first ? <Keys keys="x" /> : undefined}
        onClick={() => setDeclining(true)}
      >
        {text('offer.decline')}
      </Button>
      {declining && <DeclineDialog row={row} onClose={() => setDeclining(false)} onDone={refresh} />}
    </Group>
  );
}

function OwnRead({ row, first, refresh }: { row: WorklistRow; first: boolean; refresh: () => void }) {
  const offered = row.state === 'assigned';
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="li" data-read={row.readId}>
      <Group justify="space-between">
        <Stack gap={6}>
          <Group gap="sm">
            <PriorityBadge priority={row.priority} protocol={row.protocol} />
            <Text fw={600}>{row.description ?? `${row.modalityFamily} ${row.bodyPart ?? ''}`}</Text>
            <StateBadge state={row.state} kind="readState" />
          </Group>
          <Group gap="md">
            <Text size="sm" c="dimmed">
              {row.modalityFamily} · {readName(row)} · {row.facility}
            </Text>
            <Slack dueAt={row.dueAt} />
          </Group>
        </Stack>
        <Group gap="lg">
          {offered && row.offerExpiresAt && <OfferCountdown key={row.offerExpiresAt} until={row.offerExpiresAt} />}
          {offered ? (
            <OfferActions row={row} first={first} refresh={refresh} />
          ) : (
            <Button component={Link} to={`/reads/${row.readId}`} leftSection={<IconEye aria-hidden size={16} />}>
              {text('worklist.continue')}
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  );
}

export function OwnReads({ rows, refresh }: { rows: WorklistRow[]; refresh: () => void }) {
  if (rows.length === 0) return <Empty title={text('worklist.noneMine')}>{text('worklist.noneMineWhy')}</Empty>;
  const firstOffer = rows.find((row) => row.state === 'assigned')?.readId;
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <OwnRead key={row.readId} row={row} first={row.readId === firstOffer} refresh={refresh} />
      ))}
    </Stack>
  );
}
