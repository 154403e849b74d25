import {
  asId,
  checkContract,
  type ContractId,
  type FacilityId,
  type HealthSystemId,
  type ReadingGroupId,
} from '@overread/domain';
import { agreement, contract, serviceLevel, newAgreement, newContract, newServiceLevel } from '@overread/wire';
import { z } from 'zod';
import { AgreementEntity } from '../entities/agreement.entity.js';
import { ContractEntity } from '../entities/contract.entity.js';
import { ServiceLevelEntity } from '../entities/service-level.entity.js';
import type { NetworkResource, Reference } from './network-resource.js';
import { periodOf } from './period-of.js';

const TERMS = { view: 'view-agreements', edit: 'edit-agreements' } as const;
const PARTIES = {
  healthSystem: { schema: z.uuid(), sql: 't.health_system_id = ?::uuid' },
  readingGroup: { schema: z.uuid(), sql: 't.reading_group_id = ?::uuid' },
};

interface Between {
  healthSystemId: HealthSystemId;
  readingGroupId: ReadingGroupId;
}
const partiesOf = (body: { healthSystemId: string; readingGroupId: string }): Between => ({
  healthSystemId: asId(body.healthSystemId),
  readingGroupId: asId(body.readingGroupId),
});
const ownerOf = (row: Between) => ({ healthSystemId: row.healthSystemId, readingGroupIds: [row.readingGroupId] });
const partyReferences = (row: Between): Reference[] => [
  { path: 'healthSystemId', table: 'health_system', ids: row.healthSystemId },
  { path: 'readingGroupId', table: 'reading_group', ids: row.readingGroupId },
];

export const agreements: NetworkResource<AgreementEntity, z.infer<typeof newAgreement>> = {
  ...TERMS,
  kind: 'agreement',
  path: 'agreements',
  table: 'agreement',
  entity: AgreementEntity,
  body: newAgreement,
  shape: agreement,
  fields: (body) => ({ ...body, ...partiesOf(body), ...periodOf(body) }),
  check: ({ kind, validFrom, validUntil }) => checkContract({ name: kind, hours: null, validFrom, validUntil }),
  owner: ownerOf,
  references: partyReferences,
  fixed: ['healthSystemId', 'readingGroupId'],
  filters: PARTIES,
};

export const contracts: NetworkResource<ContractEntity, z.infer<typeof newContract>> = {
  ...TERMS,
  kind: 'contract',
  path: 'contracts',
  table: 'contract',
  entity: ContractEntity,
  body: newContract,
  shape: contract,
  fields: (body) => ({
    ...body,
    ...partiesOf(body),
    facilityIds: body.facilityIds.map((id) => asId<FacilityId>(id)),
    hours: body.hours ?? null,
    ...periodOf(body),
  }),
  check: checkContract,
  owner: ownerOf,
  references: (row) => [
    ...partyReferences(row),
    {
      path: 'facilityIds',
      table: 'facility',
      ids: row.facilityIds,
      within: { column: 'health_system_id', value: row.healthSystemId },
    },
  ],
  fixed: ['healthSystemId', 'readingGroupId'],
  filters: PARTIES,
};

export const serviceLevels: NetworkResource<ServiceLevelEntity, z.infer<typeof newServiceLevel>> = {
  ...TERMS,
  kind: 'service-level',
  path: 'service-levels',
  table: 'service_level',
  entity: ServiceLevelEntity,
  body: newServiceLevel,
  shape: serviceLevel,
  fields: (body) => ({ ...body, contractId: asId<ContractId>(body.contractId) }),
  owner: (_, contract) => ownerOf(contract as ContractEntity),
  references: (row) => [{ path: 'contractId', table: 'contract', ids: row.contractId }],
  fixed: ['contractId'],
  filters: { contract: { schema: z.uuid(), sql: 't.contract_id = ?::uuid' } },
  visible: 'exists (select from contract c where c.id = t.contract_id)',
  parent: { kind: 'contract', table: 'contract', entity: ContractEntity, field: 'contractId', column: 'contract_id' },
};
