import { Badge, Group, Stack, Text } from '@mantine/core';
import type { Reader } from '@overread/wire';
import { useRefreshed } from '../live/use-refreshed.js';
import { label, text } from '../texts/text.js';
import { date } from '../ui/format.js';
import { QueryView } from '../ui/states.js';
import { nameOf, useFacilities, useReaders, useReadingGroups } from './directory.js';
import { SimpleTable } from './simple-table.js';

type Dated = { validUntil?: string | null | undefined; retiredAt: string | null };
const inForce = ({ validUntil, retiredAt }: Dated): boolean =>
  retiredAt === null && (!validUntil || Date.parse(validUntil) > Date.now());

function Licences({ reader }: { reader: Reader }) {
  return (
    <Group gap={4}>
      {reader.licences.map((licence) => (
        <Badge
          key={licence.id}
          radius="sm"
          tt="none"
          variant="light"
          color={inForce(licence) ? 'green' : 'red'}
          title={licence.validUntil ? text('network.until', { date: date(licence.validUntil) }) : licence.number}
        >
          {licence.jurisdiction}
          {!inForce(licence) && ` · ${text('network.expired')}`}
        </Badge>
      ))}
    </Group>
  );
}

function Privileges({ reader }: { reader: Reader }) {
  const facilities = useFacilities().data;
  return (
    <Stack gap={2}>
      {reader.privileges.map((privilege) => (
        <Text size="xs" key={privilege.id} c={inForce(privilege) ? undefined : 'var(--overread-bad)'}>
          {nameOf(facilities, privilege.facilityId) ?? privilege.facilityId} · {label('level', privilege.level)}
          {privilege.modalities.length > 0 && ` · ${privilege.modalities.join(', ')}`}
          {!inForce(privilege) && ` · ${text('network.expired')}`}
        </Text>
      ))}
    </Stack>
  );
}

function Presence({ reader }: { reader: Reader }) {
  const { presence } = reader;
  return presence ? (
    <Badge color="green" variant="light" radius="sm" tt="none">
      {text('assign.present', { place: presence.subdivision ?? presence.country })}
    </Badge>
  ) : (
    <Text size="sm" c="dimmed">
      {text('assign.absent')}
    </Text>
  );
}

export function Readers() {
  const readers = useReaders();
  const groups = useReadingGroups();
  useRefreshed(['readers']);
  const groupsOf = (reader: Reader): string =>
    reader.readingGroupIds.map((id) => nameOf(groups.data, id) ?? id).join(', ');
  return (
    <QueryView query={readers} empty={{ when: (list) => list.length === 0, title: 'assign.nobody' }}>
      {(list) => (
        <SimpleTable
          label={text('network.readers')}
          rows={list}
          keyOf={(reader) => reader.id}
          columns={[
            { name: text('network.name'), cell: (reader) => <b>{reader.name}</b> },
            { name: text('network.presence'), cell: (reader) => <Presence reader={reader} /> },
            { name: text('network.groups'), cell: groupsOf, wraps: true },
            { name: text('network.competences'), cell: (reader) => reader.competences.join(', '), wraps: true },
            { name: text('network.licences'), cell: (reader) => <Licences reader={reader} /> },
            { name: text('network.privileges'), cell: (reader) => <Privileges reader={reader} /> },
            { name: text('network.load'), cell: (reader) => text('assign.load', { reads: reader.load.reads }) },
          ]}
        />
      )}
    </QueryView>
  );
}
