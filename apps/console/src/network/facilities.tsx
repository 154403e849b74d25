import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { counted, label, text } from '../texts/text.js';
import { saveText } from '../ui/download.js';
import { refused } from '../ui/notify.js';
import { QueryView } from '../ui/states.js';
import { CallTreeDialog, type Facility } from './call-tree-dialog.js';
import { useFacilities } from './directory.js';
import { SimpleTable } from './simple-table.js';

/** For paper, when the site or the network is out of reach. */
function OfflineList({ facility }: { facility: Facility }) {
  const save = useMutation({
    mutationFn: async () =>
      saveText(await client.emergencies.offlinePage(facility.id), `offline-list-${facility.code}.html`, 'text/html'),
    onError: refused,
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={save.isPending}
      aria-label={text('facility.offlineOf', { name: facility.name })}
      onClick={() => save.mutate()}
    >
      {text('facility.offline')}
    </Button>
  );
}

function FacilityActs({ facility, onTree }: { facility: Facility; onTree: () => void }) {
  const may = useMay();
  return (
    <Group gap={6} wrap="nowrap">
      {may('edit-network') && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={text('callTree.of', { name: facility.name })}
          onClick={onTree}
        >
          {text('callTree.title')}
        </Button>
      )}
      {may('view-offline-list') && <OfflineList facility={facility} />}
    </Group>
  );
}

/** How many are called, and who, in this order. */
function Tree({ facility: { callTree } }: { facility: Facility }) {
  return (
    <span title={callTree.map(({ name, role }) => name ?? role).join(' → ')}>
      {counted('callTree.contacts', callTree.length)}
    </span>
  );
}

const Twice = ({ first, second }: { first: string; second: string }) => (
  <>
    <Text size="sm">{first}</Text>
    <Text size="xs" c="dimmed">
      {second}
    </Text>
  </>
);

export function Facilities() {
  const facilities = useFacilities();
  const [edited, setEdited] = useState<Facility | null>(null);
  return (
    <QueryView query={facilities} empty={{ when: (list) => list.length === 0, title: 'network.noFacilities' }}>
      {(list) => (
        <>
          <SimpleTable
            label={text('network.facilities')}
            rows={list}
            keyOf={(facility) => facility.id}
            columns={[
              {
                name: text('network.name'),
                cell: (facility) => (
                  <>
                    <b>{facility.name}</b>
                    <Text size="xs" c="dimmed">
                      {facility.code}
                    </Text>
                  </>
                ),
              },
              { name: text('network.kind'), cell: (facility) => label('facilityKind', facility.kind) },
              {
                name: text('network.place'),
                cell: (facility) => <Twice first={facility.subdivision ?? facility.country} second={facility.zone} />,
              },
              { name: text('network.aeTitles'), cell: (facility) => facility.aeTitles?.join(', ') || text('none') },
              { name: text('verbal.phone'), cell: (facility) => facility.phone ?? text('none') },
              { name: text('callTree.title'), cell: (facility) => <Tree facility={facility} /> },
              {
                name: text('facility.acts'),
                cell: (facility) => <FacilityActs facility={facility} onTree={() => setEdited(facility)} />,
              },
            ]}
          />
          {edited && <CallTreeDialog facility={edited} onClose={() => setEdited(null)} />}
        </>
      )}
    </QueryView>
  );
}
