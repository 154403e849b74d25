import { asId, checkFacility, checkPlace, FieldChecks, type FacilityId, type HealthSystemId } from '@overread/domain';
import { healthSystem, facility, readingGroup, newFacility, newHealthSystem, newReadingGroup } from '@overread/wire';
import { z } from 'zod';
import { FacilityEntity } from '../entities/facility.entity.js';
import { HealthSystemEntity } from '../entities/health-system.entity.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { keepAeTitles } from './ae-titles.js';
import type { NetworkResource } from './network-resource.js';

const NETWORK = { view: 'view-network', edit: 'edit-network' } as const;

export const healthSystems: NetworkResource<HealthSystemEntity, z.infer<typeof newHealthSystem>> = {
  ...NETWORK,
  kind: 'health-system',
  path: 'health-systems',
  table: 'health_system',
  entity: HealthSystemEntity,
  body: newHealthSystem,
  shape: healthSystem,
  fields: (body) => body,
  owner: (row) => ({ healthSystemId: row.id }),
  references: () => [],
  fixed: [],
  filters: {},
};

export const facilities: NetworkResource<FacilityEntity, z.infer<typeof newFacility>> = {
  ...NETWORK,
  kind: 'facility',
  path: 'facilities',
  table: 'facility',
  entity: FacilityEntity,
  body: newFacility,
  shape: facility,
  fields: (body) => ({
    ...body,
    healthSystemId: asId<HealthSystemId>(body.healthSystemId),
    subdivision: body.subdivision ?? null,
    phone: body.phone ?? null,
    callTree: body.callTree.map(({ role, name, phone, hours }) => ({
      role,
      name: name ?? null,
      phone,
      hours: hours ?? null,
    })),
    standbyRoute: body.standbyRoute ?? null,
  }),
  check: checkFacility,
  owner: (row) => ({ healthSystemId: row.healthSystemId, facilityId: asId<FacilityId>(row.id) }),
  references: (row) => [{ path: 'healthSystemId', table: 'health_system', ids: row.healthSystemId }],
  fixed: ['healthSystemId'],
  filters: {
    healthSystem: { schema: z.uuid(), sql: 't.health_system_id = ?::uuid' },
    code: { schema: z.string().max(63), sql: 't.code = ?' },
    aeTitle: { schema: z.string().max(16), sql: '? = any (t.ae_titles)' },
  },
  keep: keepAeTitles,
};

export const readingGroups: NetworkResource<ReadingGroupEntity, z.infer<typeof newReadingGroup>> = {
  ...NETWORK,
  kind: 'reading-group',
  path: 'reading-groups',
  table: 'reading_group',
  entity: ReadingGroupEntity,
  body: newReadingGroup,
  shape: readingGroup,
  fields: (body) => body,
  check: ({ country, zone }) => {
    const checks = new FieldChecks();
    checkPlace({ country, subdivision: null, zone }, checks);
    return checks.errors;
  },
  owner: (row) => ({ readingGroupIds: [row.id] }),
  references: () => [],
  fixed: [],
  filters: {},
  visible: 'overread_sees_network()',
};
