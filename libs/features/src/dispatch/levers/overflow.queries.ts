import type { Instant, ModalityFamily, Read, ReadId, ReadingGroupId, Study } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ReadKey } from '../../studies/index.js';

type ReadOf = Pick<
  Read,
  | 'id'
  | 'healthSystemId'
  | 'studyId'
  | 'facilityId'
  | 'purpose'
  | 'pin'
  | 'declinedBy'
  | 'ladder'
  | 'queuedAt'
  | 'dueAt'
  | 'expectedMinutes'
>;

/** A waiting read of an overflow list, with what of its study may be told. */
export interface OverflowRow extends ReadOf {
  priority: Study['priority'];
  modalityFamily: ModalityFamily;
  now: Instant;
}

/** Waiting reads whose open overflow lists name the group, of those the scope sees; the earliest due first. */
export const overflowNaming = (tx: Tx, group: ReadingGroupId, limit: number): Promise<OverflowRow[]> =>
  tx.read(
    `select r.id, r.health_system_id as "healthSystemId", r.study_id as "studyId", r.facility_id as "facilityId", r.purpose,
       r.pin, r.declined_by as "declinedBy", r.ladder, r.queued_at as "queuedAt", r.due_at as "dueAt",
       r.expected_minutes as "expectedMinutes", s.priority, s.modality_family as "modalityFamily", overread_now() as now
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.state = 'queued' and s.state not in ('expected', 'cancelled')
       and (s.state <> 'receiving' or s.priority = 'critical')
       and (s.hold is null or s.priority in ('critical', 'stat'))
       and exists (select from jsonb_array_elements(r.ladder) step where step ->> 'openedAt' is not null
         and step -> 'pool' ? 'overflow' and step -> 'pool' -> 'readingGroupIds' ? $1::text)
     order by r.due_at, r.id limit $2`,
    [group, limit],
  );

/** Where these reads are, of those the scope sees. */
export const keysOf = (tx: Tx, ids: readonly ReadId[]): Promise<ReadKey[]> =>
  tx.read(
    `select health_system_id as "healthSystemId", study_id as "studyId", id from read where id = any ($1::uuid[])`,
    [ids],
  );
