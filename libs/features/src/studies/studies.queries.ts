import { DomainError, type FacilityId, type HealthSystemId, type ReadId, type StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface StudyFilter {
  state?: string;
  modalityFamily?: string;
  priority?: string;
  facilityId?: FacilityId;
  accessionNumber?: string;
  studyInstanceUid?: string;
  receivedSince?: Date;
  newestFirst: boolean;
  /** Continues behind this study. */
  after?: { receivedAt: Date; id: string };
  limit: number;
}

/** Ids of the visible studies that match, in order of arrival; one more than `limit` when there are more. */
export async function studyIdsOf(tx: Tx, filter: StudyFilter): Promise<{ id: StudyId; receivedAt: Date }[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where: string[] = [];
  if (filter.state) {
    // What is read with another stands where that one stands.
    const state = bind(filter.state);
    where.push(`(s.state = ${state} and s.linked_to is null or exists (select from study l
      where l.health_system_id = s.health_system_id and l.id = s.linked_to and l.state = ${state}))`);
  }
  if (filter.modalityFamily) where.push(`s.modality_family = ${bind(filter.modalityFamily)}`);
  if (filter.priority) where.push(`s.priority = ${bind(filter.priority)}`);
  if (filter.facilityId) where.push(`s.facility_id = ${bind(filter.facilityId)}`);
  if (filter.studyInstanceUid) where.push(`s.study_instance_uid = ${bind(filter.studyInstanceUid)}`);
  if (filter.accessionNumber) {
    const accession = bind(filter.accessionNumber);
    where.push(`(s.accession_number = ${accession} or exists (select from study_order o
      where o.health_system_id = s.health_system_id and o.study_id = s.id and o.accession_number = ${accession}))`);
  }
  if (filter.receivedSince) where.push(`s.received_at >= ${bind(filter.receivedSince)}`);
  const order = filter.newestFirst ? 'desc' : 'asc';
  if (filter.after) {
    const place = `(${bind(filter.after.receivedAt)}, ${bind(filter.after.id)})`;
    where.push(`(s.received_at, s.id) ${filter.newestFirst ? '<' : '>'} ${place}`);
  }
  return tx.read(
    `select s.id, s.received_at as "receivedAt" from study s ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
     order by s.received_at ${order}, s.id ${order} limit ${bind(filter.limit + 1)}`,
    values,
  );
}

export interface StudyKey {
  healthSystemId: HealthSystemId;
  id: StudyId;
}

/** The full key of a study the scope may see. */
export async function studyKeyOf(tx: Tx, id: StudyId): Promise<StudyKey> {
  const [key] = await tx.read<StudyKey>(`select health_system_id as "healthSystemId", id from study where id = $1`, [
    id,
  ]);
  if (!key) throw new DomainError('not-found', 'study/not-found', 'no such study');
  return key;
}

export interface ReadKey {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  id: ReadId;
}

/** The full key of a read the scope may see. */
export async function readKeyOf(tx: Tx, id: ReadId): Promise<ReadKey> {
  const [key] = await tx.read<ReadKey>(
    `select health_system_id as "healthSystemId", study_id as "studyId", id from read where id = $1`,
    [id],
  );
  if (!key) throw new DomainError('not-found', 'read/not-found', 'no such read');
  return key;
}

/** The study whose reads and reports stand for this one (itself, unless it is linked), and all that they stand for. */
export async function readTogether(
  tx: Tx,
  id: StudyId,
): Promise<{ healthSystemId: HealthSystemId; leaderId: StudyId; ids: StudyId[] }> {
  const rows = await tx.read<StudyKey & { leaderId: StudyId }>(
    `select s.health_system_id as "healthSystemId", s.id, l.id as "leaderId"
     from study o join study l on l.health_system_id = o.health_system_id and l.id = coalesce(o.linked_to, o.id)
     join study s on s.health_system_id = l.health_system_id and (s.id = l.id or s.linked_to = l.id)
     where o.id = $1 order by s.received_at, s.id`,
    [id],
  );
  const [first] = rows;
  if (first === undefined) throw new DomainError('not-found', 'study/not-found', 'no such study');
  return { healthSystemId: first.healthSystemId, leaderId: first.leaderId, ids: rows.map((row) => row.id) };
}
