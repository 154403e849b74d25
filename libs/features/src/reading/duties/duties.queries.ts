import {
  DomainError,
  type DutyId,
  type DutyKind,
  type DutyState,
  type HealthSystemId,
  type ReaderId,
  type StudyId,
} from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface DutyKey {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  id: DutyId;
}

/** The full key of a duty the scope may see, of one kind when it is asked for by that name. */
export async function dutyKeyOf(tx: Tx, id: DutyId, kind: DutyKind | null = null): Promise<DutyKey> {
  const [key] = await tx.read<DutyKey>(
    `select health_system_id as "healthSystemId", study_id as "studyId", id from notification_duty
     where id = $1 and ($2::text is null or kind = $2)`,
    [id, kind],
  );
  if (!key) throw new DomainError('not-found', 'duty/not-found', 'there is no such duty');
  return key;
}

export interface DutyFilter {
  kind: DutyKind | null;
  /** Null is whatever is not closed. */
  state: DutyState | null;
  /** Those of these facilities; null is any. */
  facilityIds: readonly string[] | null;
  /** Of the studies that this reader has a read of. */
  readerId: ReaderId | null;
  /** Continues behind this one. */
  after: DutyPlace | null;
  limit: number;
}

/** What a list of duties is sorted by: those that nobody knows of first, then by when they are due. */
export interface DutyPlace {
  known: number;
  dueAt: Date;
  id: DutyId;
}

const STATES: Readonly<Record<DutyState | 'live', string>> = {
  live: 'd.closed_at is null',
  open: 'd.closed_at is null and d.acknowledged_at is null',
  acknowledged: 'd.closed_at is null and d.acknowledged_at is not null',
  closed: 'd.closed_at is not null',
};
const KNOWN = '(d.acknowledged_at is not null)::int';

/** Places of the duties that match, most urgent first; one more than `limit` when there are more. */
export async function dutyPlaces(tx: Tx, filter: DutyFilter): Promise<DutyPlace[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = [STATES[filter.state ?? 'live']];
  if (filter.kind !== null) where.push(`d.kind = ${bind(filter.kind)}`);
  if (filter.facilityIds !== null) where.push(`d.facility_id = any (${bind(filter.facilityIds)})`);
  if (filter.readerId !== null) {
    const reader = bind(filter.readerId);
    where.push(`exists (select from read r where r.study_id = d.study_id and r.reader_id = ${reader})`);
  }
  if (filter.after !== null) {
    const { dueAt, id, known } = filter.after;
    where.push(`(${KNOWN}, d.due_at, d.id) > (${bind(known)}::int, ${bind(dueAt)}::timestamptz, ${bind(id)}::uuid)`);
  }
  return tx.read(
    `select d.id, ${KNOWN} as known, d.due_at as "dueAt" from notification_duty d where ${where.join(' and ')}
     order by 2, 3, 1 limit ${bind(filter.limit + 1)}`,
    values,
  );
}
