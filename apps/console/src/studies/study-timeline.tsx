import { Badge, Group, Stack, Text, Timeline } from '@mantine/core';
import type { Client } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { nameOf, useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { time } from '../ui/format.js';
import { QueryView } from '../ui/states.js';

type Entry = Awaited<ReturnType<Client['studies']['timeline']>>['items'][number];

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** What the entry says already in another place. */
const SAID = new Set(['kind', 'version', 'receivedAt']);

function shown(value: unknown): string | null {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'boolean') return text(value ? 'yes' : 'no');
  if (typeof value !== 'string' || value === '' || ID.test(value)) return null;
  return INSTANT.test(value) ? time(value) : value;
}

/** The facts of an event that say something to a person: no ids, nothing nested. */
const factsOf = (entry: Entry): string =>
  Object.entries(entry.data)
    .filter(([name, value]) => !SAID.has(name) && shown(value) !== null)
    .map(([name, value]) => `${label('fact', name)}: ${shown(value)}`)
    .join(' · ');

/** Who did it: a person or key by name, a part of the product by what it is. */
function actorOf({ actor, actorName }: Entry): string {
  if (actorName !== null) return ` · ${actorName}`;
  return actor !== null && !ID.test(actor) ? ` · ${label('actor', actor)}` : '';
}

const MINUTE_MS = 60_000;

/** For whom a read is kept, until when, and what that gains; the reader by name for who may know of them. */
function keptText({ at, data }: Entry, nameOfReader: (id: string) => string | null): string {
  const { readerId, freeInMinutes, latePercent, idleLatePercent } = data;
  const until = new Date(Date.parse(at) + Number(freeInMinutes) * MINUTE_MS).toISOString();
  const name = (typeof readerId === 'string' && nameOfReader(readerId)) || text('timeline.keptSomebody');
  const known = typeof latePercent === 'number' && typeof idleLatePercent === 'number';
  return known
    ? text('timeline.keptSurer', { name, at: time(until), late: latePercent, idle: idleLatePercent })
    : text('timeline.kept', { name, at: time(until) });
}

function EntryText({ entry }: { entry: Entry }) {
  const kept = entry.type === 'read.kept';
  const readers = useReaders(null, useMay()('view-readers') && kept).data;
  const facts = kept ? keptText(entry, (id) => nameOf(readers, id)) : factsOf(entry);
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {label('event', entry.type)}
        </Text>
        {entry.milestone && (
          <Badge size="xs" variant="outline" color="gray" radius="sm" tt="none">
            {label('milestone', entry.milestone)}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        <When at={entry.at} />
        {actorOf(entry)}
      </Text>
      {facts !== '' && (
        <Text size="xs" c="dimmed">
          {facts}
        </Text>
      )}
    </Stack>
  );
}

/** Every event and milestone of a study, the latest first. */
export function StudyTimeline({ studyId, version }: { studyId: string; version: number }) {
  const timeline = useQuery({
    queryKey: ['timeline', studyId],
    queryFn: async () => (await client.studies.timeline(studyId)).items,
  });
  const { refetch } = timeline;
  useEffect(() => void refetch(), [version, refetch]);
  return (
    <QueryView query={timeline} empty={{ when: (items) => items.length === 0, title: 'timeline.empty' }}>
      {(items) => (
        <Timeline bulletSize={12} lineWidth={2} active={items.length}>
          {items.toReversed().map((entry, index) => (
            <Timeline.Item key={`${entry.position ?? ''}${entry.type}${index}`}>
              <EntryText entry={entry} />
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </QueryView>
  );
}
