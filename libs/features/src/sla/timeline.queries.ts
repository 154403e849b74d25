import type { LoggedEvent, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** An event with the name of the person or key that did it; null for what the product did by itself. */
export interface TimelineEvent extends LoggedEvent {
  actorName: string | null;
}

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** A study's events in the order of the log, behind `after`; in the system scope. */
export const eventsOfStudy = (tx: Tx, studyId: StudyId, after: number, limit: number): Promise<TimelineEvent[]> =>
  tx.read(
    `select position, at, type, actor, health_system_id as "healthSystemId", study_id as "studyId", read_id as "readId",
       reading_group_ids as "readingGroupIds", reader_ids as "readerIds", version, data,
       case when actor ~ '${UUID}' then coalesce((select name from user_account where id = actor::uuid),
         (select name from api_key where id = actor::uuid), (select name from reader where id = actor::uuid)) end as "actorName"
     from event where study_id = $1 and position > $2 order by position limit $3`,
    [studyId, after, limit],
  );
