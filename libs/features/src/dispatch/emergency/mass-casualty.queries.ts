import { DomainError, type MassCasualtyId, type ReadingGroupId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ReadKey } from '../../studies/index.js';

const LIVE = 'starts_at <= (select overread_now()) and (select overread_now()) < ends_at and ended_at is null';
const UNREVIEWED = 'ended_at is not null and review is null';
const STATES = { live: LIVE, unreviewed: UNREVIEWED, all: 'true', both: `(${LIVE}) or (${UNREVIEWED})` } as const;

export interface EventFilter {
  state: 'live' | 'unreviewed' | 'all' | null;
  after: { endsAt: Date; id: string } | null;
  limit: number;
}

/** Events that the scope may see, the latest end first; one more than `limit` when there are more. */
export const eventPlaces = (
  tx: Tx,
  { after, limit, state }: EventFilter,
): Promise<{ id: MassCasualtyId; endsAt: Date }[]> =>
  tx.read(
    `select id, ends_at as "endsAt" from mass_casualty where (${STATES[state ?? 'both']})
       and ($1::timestamptz is null or (ends_at, id) < ($1, $2::uuid)) order by ends_at desc, id desc limit $3`,
    [after?.endsAt ?? null, after?.id ?? null, limit + 1],
  );

/** Refuses an event that the scope does not see. */
export async function requireSeen(tx: Tx, id: MassCasualtyId): Promise<void> {
  const [seen] = await tx.read('select id from mass_casualty where id = $1', [id]);
  if (!seen) throw new DomainError('not-found', 'mass-casualty/not-found', 'there is no such event');
}

/** Groups under contract with the health system: who hears of its events. */
export async function groupsUnderContract(tx: Tx, healthSystemId: string): Promise<ReadingGroupId[]> {
  const rows = await tx.read<{ id: ReadingGroupId }>(
    'select distinct reading_group_id as id from contract where health_system_id = $1 and retired_at is null',
    [healthSystemId],
  );
  return rows.map(({ id }) => id);
}

/** Events past their end that nobody has ended. */
export const eventsOver = (tx: Tx, limit: number): Promise<{ id: MassCasualtyId }[]> =>
  tx.read('select id from mass_casualty where ended_at is null and ends_at <= (select overread_now()) limit $1', [
    limit,
  ]);

/** Reads of a live event's facilities that wait with a step of their ladder closed. Nothing is read while none is live. */
export const readsToWiden = (tx: Tx, limit: number): Promise<(ReadKey & { eventId: MassCasualtyId })[]> =>
  tx.read(
    `select distinct on (r.id) r.*, e.id as "eventId"
     from (select id, health_system_id, facility_ids from mass_casualty where ${LIVE} offset 0) e cross join lateral (
       select r.health_system_id as "healthSystemId", r.study_id as "studyId", r.id
       from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
       where r.health_system_id = e.health_system_id and r.facility_id = any (e.facility_ids)
         and r.state in ('queued', 'assigned') and r.ladder_step >= 0
         and s.state not in ('expected', 'cancelled') and (s.state <> 'receiving' or s.priority = 'critical')
         and (s.hold is null or s.priority in ('critical', 'stat'))
         and exists (select from jsonb_array_elements(r.ladder) step where step ->> 'openedAt' is null)
       offset 0) r
     order by r.id limit $1`,
    [limit],
  );
