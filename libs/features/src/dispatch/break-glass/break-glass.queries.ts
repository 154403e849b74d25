import { DomainError, type BreakGlassId, type HealthSystemId, type StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface BreakGlassKey {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  id: BreakGlassId;
}

/** The full key of an act that the scope may see. */
export async function breakGlassKeyOf(tx: Tx, id: BreakGlassId): Promise<BreakGlassKey> {
  const [key] = await tx.read<BreakGlassKey>(
    'select health_system_id as "healthSystemId", study_id as "studyId", id from break_glass where id = $1',
    [id],
  );
  if (!key) throw new DomainError('not-found', 'break-glass/not-found', 'there is no such act');
  return key;
}

export interface BreakGlassFilter {
  state: 'open' | 'unreviewed' | 'all' | null;
  studyId: StudyId | null;
  /** Those of these facilities; null is any. */
  facilityIds: readonly string[] | null;
  after: { requestedAt: Date; id: string } | null;
  limit: number;
}

const OPEN = 'taken_at is null and refusal is null and lapsed_at is null and expires_at > (select overread_now())';
const UNREVIEWED = 'taken_at is not null and review is null';
const STATES = { open: OPEN, unreviewed: UNREVIEWED, all: 'true', live: `(${OPEN}) or (${UNREVIEWED})` } as const;

/** Those that match, newest first; one more than `limit` when there are more. */
export function breakGlassPlaces(tx: Tx, filter: BreakGlassFilter): Promise<{ id: BreakGlassId; requestedAt: Date }[]> {
  const { after, facilityIds, limit, state, studyId } = filter;
  return tx.read(
    `select id, requested_at as "requestedAt" from break_glass where (${STATES[state ?? 'live']})
       and ($1::uuid[] is null or facility_id = any ($1)) and ($2::uuid is null or study_id = $2)
       and ($3::timestamptz is null or (requested_at, id) < ($3, $4::uuid))
     order by requested_at desc, id desc limit $5`,
    [facilityIds, studyId, after?.requestedAt ?? null, after?.id ?? null, limit + 1],
  );
}

/** Acts that expired with nobody telling, and reviews that are overdue. */
export const breakGlassDue = (tx: Tx, limit: number): Promise<BreakGlassKey[]> =>
  tx.read(
    `select health_system_id as "healthSystemId", study_id as "studyId", id from break_glass
     where (taken_at is null and refusal is null and lapsed_at is null and expires_at <= (select overread_now()))
       or (taken_at is not null and review is null and review_escalated_at is null and review_due_at <= (select overread_now()))
     order by requested_at limit $1`,
    [limit],
  );
