import { label, text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { useFacilities } from './directory.js';
import { SimpleTable } from './simple-table.js';

export function Facilities() {
  const facilities = useFacilities();
  return (
    <QueryView query={facilities} empty={{ when: (list) => list.length === 0, title: 'network.noFacilities' }}>
      {(list) => (
        <SimpleTable
          label={text('network.facilities')}
          rows={list}
          keyOf={(facility) => facility.id}
          columns={[
            { name: text('network.name'), cell: (facility) => <b>{facility.name}</b> },
            { name: text('network.code'), cell: (facility) => facility.code },
            { name: text('network.kind'), cell: (facility) => label('facilityKind', facility.kind) },
            { name: text('network.place'), cell: (facility) => facility.subdivision ?? facility.country },
            { name: text('network.zone'), cell: (facility) => facility.zone },
            { name: text('network.aeTitles'), cell: (facility) => facility.aeTitles?.join(', ') || text('none') },
            { name: text('verbal.phone'), cell: (facility) => facility.phone ?? text('none') },
          ]}
        />
      )}
    </QueryView>
  );
}
