import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core';
import type { OverflowOffer } from '@overread/wire';
import { useState } from 'react';
import { counted, label, text } from '../texts/text.js';
import { time } from '../ui/format.js';
import { OverflowDialog } from './overflow-dialog.js';
import { useOverflow } from './use-overflow.js';

/** "3 CT urgent, 2 MR routine". */
const kindsOf = ({ byKind }: OverflowOffer): string =>
  byKind
    .toSorted((a, b) => b.reads - a.reads)
    .map(
      ({ modalityFamily, priority, reads }) =>
        `${reads} ${modalityFamily} ${label('priority', priority).toLowerCase()}`,
    )
    .join(', ');

function Facts({ offer }: { offer: OverflowOffer }) {
  const { atRisk, below, firstDueAt, late, oldestQueuedAt, shows } = offer;
  return (
    <Text size="sm" c="dimmed">
      {kindsOf(offer)}. {text('overflow.since', { at: time(oldestQueuedAt) })}{' '}
      {firstDueAt && text('overflow.firstDue', { at: time(firstDueAt) })}{' '}
      {late + atRisk > 0 && (
        <Text span size="sm" c={`var(--overread-${late > 0 ? 'bad' : 'warn'})`}>
          {text('overflow.risk', { late, atRisk })}
        </Text>
      )}{' '}
      {below !== null && shows !== null && text('overflow.gate', { below, shows })}
    </Text>
  );
}

/** What other groups' overflow lists offer, with an answer to give; nothing while they offer nothing. */
export function OverflowPanel() {
  const { data: offer } = useOverflow();
  const [asked, setAsked] = useState<'accept' | 'decline' | null>(null);
  if (!offer || offer.offered + offer.accepted === 0) return null;
  return (
    <Paper component="section" withBorder p="sm" bg="var(--overread-raised)" aria-label={text('overflow.title')}>
      <Group justify="space-between" align="center">
        <Group gap="xs">
          <Title order={2} size="h6">
            {offer.offered > 0 ? counted('overflow.offered', offer.offered) : text('overflow.title')}
          </Title>
          {offer.accepted > 0 && (
            <Badge color="green" variant="light" radius="sm" tt="none">
              {text('overflow.accepted', { n: offer.accepted })}
            </Badge>
          )}
        </Group>
        {offer.offered > 0 && (
          <Group gap="xs">
            <Button size="compact-sm" onClick={() => setAsked('accept')}>
              {text('overflow.accept')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsked('decline')}>
              {text('overflow.decline')}
            </Button>
          </Group>
        )}
      </Group>
      {offer.offered > 0 && <Facts offer={offer} />}
      {asked && offer.offered > 0 && <OverflowDialog what={asked} offer={offer} onClose={() => setAsked(null)} />}
    </Paper>
  );
}
