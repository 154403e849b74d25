import { DomainError, type HandBackId, type HandBackState, type HealthSystemId, type StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface HandBackKey {
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  id: HandBackId;
}

/** The full key of a hand-back that the scope may see. */
export async function handBackKeyOf(tx: Tx, id: HandBackId): Promise<HandBackKey> {
  const [key] = await tx.read<HandBackKey>(
    'select health_system_id as "healthSystemId", study_id as "studyId", id from hand_back where id = $1',
    [id],
  );
  if (!key) throw new DomainError('not-found', 'hand-back/not-found', 'there is no such hand-back');
  return key;
}

export interface HandBackFilter {
  state: HandBackState;
  /** Those of these facilities; null is any. */
  facilityIds: readonly string[] | null;
  after: { openedAt: Date; id: string } | null;
  limit: number;
}

const STATES: Readonly<Record<HandBackState, string>> = {
  open: 'ended_at is null',
  acknowledged: 'acknowledgement is not null and reading is null and reclaim is null',
  read: 'reading is not null',
  reclaimed: 'reclaim is not null',
  refused: 'refusal is not null',
  withdrawn: 'withdrawal is not null',
};

/** Those that match, oldest first; one more than `limit` when there are more. */
export function handBackPlaces(tx: Tx, filter: HandBackFilter): Promise<{ id: HandBackId; openedAt: Date }[]> {
  const { after, facilityIds, limit, state } = filter;
  return tx.read(
    `select id, opened_at as "openedAt" from hand_back where ${STATES[state]}
       and ($1::uuid[] is null or facility_id = any ($1))
       and ($2::timestamptz is null or (opened_at, id) > ($2, $3::uuid)) order by opened_at, id limit $4`,
    [facilityIds, after?.openedAt ?? null, after?.id ?? null, limit + 1],
  );
}

/** Studies with a hand-back whose next step is due, or that nothing waits for any more. */
export const handBacksDue = (tx: Tx, limit: number): Promise<HandBackKey[]> =>
  tx.read(
    `select health_system_id as "healthSystemId", study_id as "studyId", id from hand_back h
     where ended_at is null and (next_escalation_at <= (select overread_now()) or not exists (
       select from read r where r.health_system_id = h.health_system_id and r.study_id = h.study_id
         and r.purpose = 'primary' and r.state in ('queued', 'assigned')))
     order by opened_at limit $1`,
    [limit],
  );
