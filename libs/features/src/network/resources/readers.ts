import {
  asId,
  checkLicence,
  checkPrivilege,
  checkReader,
  type AgreementId,
  type FacilityId,
  type ReaderId,
  type ReadingGroupId,
} from '@overread/domain';
import { reader, licence, privilege, newLicence, newPrivilege, newReader } from '@overread/wire';
import { z } from 'zod';
import { LicenceEntity } from '../entities/licence.entity.js';
import { PrivilegeEntity } from '../entities/privilege.entity.js';
import { ReaderEntity } from '../entities/reader.entity.js';
import { periodOf } from './period-of.js';
import type { NetworkResource, Parent, VersionedRow } from './network-resource.js';
import { presentReaders } from './present-readers.js';

const SEES_READER = (reader: string) =>
  `(overread_sees_studies() or ${reader}.reading_group_ids && overread_organizations()
    or ${reader}.id = overread_setting('reader')::uuid)`;

const ownerOfReader = (reader: Pick<ReaderEntity, 'id' | 'readingGroupIds'>) => ({
  readerIds: [reader.id],
  readingGroupIds: reader.readingGroupIds,
});

export const readers: NetworkResource<ReaderEntity, z.infer<typeof newReader>> = {
  kind: 'reader',
  path: 'readers',
  table: 'reader',
  entity: ReaderEntity,
  body: newReader,
  shape: reader,
  view: 'view-readers',
  edit: 'edit-reader',
  fields: (body) => ({
    ...body,
    supervisorId: body.supervisorId ? asId<ReaderId>(body.supervisorId) : null,
    homePlace: { ...body.homePlace, subdivision: body.homePlace.subdivision ?? null },
    readingGroupIds: body.readingGroupIds.map((id) => asId<ReadingGroupId>(id)),
    excludedFacilityIds: body.excludedFacilityIds.map((id) => asId<FacilityId>(id)),
  }),
  check: checkReader,
  owner: ownerOfReader,
  references: (row) => [
    { path: 'supervisorId', table: 'reader', ids: row.supervisorId },
    { path: 'readingGroupIds', table: 'reading_group', ids: row.readingGroupIds },
    { path: 'excludedFacilityIds', table: 'facility', ids: row.excludedFacilityIds },
  ],
  claims: (before, after) =>
    after.readingGroupIds
      .filter((group) => before === null || !before.readingGroupIds.includes(group))
      .map((group) => ({ readingGroupIds: [group], readerIds: [after.id] })),
  fixed: [],
  filters: { readingGroup: { schema: z.uuid(), sql: '?::uuid = any (t.reading_group_ids)' } },
  visible: SEES_READER('t'),
  present: presentReaders,
};

const OF_READER: Parent = {
  kind: 'reader',
  table: 'reader',
  entity: ReaderEntity,
  field: 'readerId',
  column: 'reader_id',
};
const ofReader = (_: unknown, parent: VersionedRow | null) => ownerOfReader(parent as ReaderEntity);
const VISIBLE = `exists (select from reader r where r.id = t.reader_id and ${SEES_READER('r')})`;

export const licences: NetworkResource<LicenceEntity, z.infer<typeof newLicence>> = {
  kind: 'licence',
  path: 'readers/:parentId/licences',
  table: 'licence',
  entity: LicenceEntity,
  body: newLicence,
  shape: licence,
  view: 'view-readers',
  edit: 'edit-licences',
  fields: (body, readerId) => ({ ...body, readerId: asId<ReaderId>(readerId), ...periodOf(body) }),
  check: checkLicence,
  owner: ofReader,
  references: () => [],
  fixed: [],
  filters: {},
  visible: VISIBLE,
  parent: OF_READER,
};

export const privileges: NetworkResource<PrivilegeEntity, z.infer<typeof newPrivilege>> = {
  kind: 'privilege',
  path: 'readers/:parentId/privileges',
  table: 'privilege',
  entity: PrivilegeEntity,
  body: newPrivilege,
  shape: privilege,
  view: 'view-readers',
  edit: 'edit-privileges',
  fields: (body, readerId) => ({
    ...body,
    readerId: asId<ReaderId>(readerId),
    facilityId: asId<FacilityId>(body.facilityId),
    agreementId: body.agreementId ? asId<AgreementId>(body.agreementId) : null,
    ...periodOf(body),
  }),
  check: checkPrivilege,
  owner: ofReader,
  references: (row) => [
    { path: 'facilityId', table: 'facility', ids: row.facilityId },
    { path: 'agreementId', table: 'agreement', ids: row.agreementId },
  ],
  fixed: ['facilityId'],
  filters: { facility: { schema: z.uuid(), sql: 't.facility_id = ?::uuid' } },
  visible: VISIBLE,
  parent: OF_READER,
};
