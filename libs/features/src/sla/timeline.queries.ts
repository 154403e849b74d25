import type { LoggedEvent, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** A study's events in the order of the log, behind `after`; in the system scope. */
export const eventsOfStudy = (tx: Tx, studyId: StudyId, after: number, limit: number): Promise<LoggedEvent[]> =>
  tx.read(
    `select position, at, type, actor, health_system_id as "healthSystemId", study_id as "studyId", read_id as "readId",
       reading_group_ids as "readingGroupIds", reader_ids as "readerIds", version, data
     from event where study_id = $1 and position > $2 order by position limit $3`,
    [studyId, after, limit],
  );
