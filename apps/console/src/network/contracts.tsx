import { everyItem } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { date } from '../ui/format.js';
import { QueryView } from '../ui/states.js';
import { nameOf, useFacilities, useReadingGroups } from './directory.js';
import { SimpleTable } from './simple-table.js';

const list = (kind: string, codes: readonly string[] | undefined): string =>
  codes && codes.length > 0 ? codes.map((code) => label(kind, code)).join(', ') : text('network.any');

export function Contracts() {
  const contracts = useQuery({ queryKey: ['contracts'], queryFn: () => everyItem(client.network.contracts.list) });
  const groups = useReadingGroups().data;
  const facilities = useFacilities().data;
  return (
    <QueryView query={contracts} empty={{ when: (rows) => rows.length === 0, title: 'network.noContracts' }}>
      {(rows) => (
        <SimpleTable
          label={text('network.contracts')}
          rows={rows}
          keyOf={(contract) => contract.id}
          columns={[
            { name: text('network.name'), cell: (contract) => <b>{contract.name}</b>, wraps: true },
            {
              name: text('network.groups'),
              cell: (contract) => nameOf(groups, contract.readingGroupId) ?? text('none'),
            },
            { name: text('network.model'), cell: (contract) => label('model', contract.engagementModel) },
            {
              name: text('network.facilities'),
              cell: (contract) =>
                contract.facilityIds?.map((id) => nameOf(facilities, id) ?? id).join(', ') || text('network.any'),
              wraps: true,
            },
            {
              name: text('queue.modality'),
              cell: (contract) => list('modality', contract.modalityFamilies),
              wraps: true,
            },
            { name: text('queue.priority'), cell: (contract) => list('priority', contract.priorities), wraps: true },
            { name: text('queue.read'), cell: (contract) => list('issues', contract.issues), wraps: true },
            { name: text('network.validUntil'), cell: (contract) => date(contract.validUntil) },
          ]}
        />
      )}
    </QueryView>
  );
}
