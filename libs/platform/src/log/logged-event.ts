import type { LoggedEvent } from '@overread/domain';

/** The log's columns under the names of `LoggedEvent`, of the table called `e`. */
export const EVENT_COLUMNS =
  `e.position, e.at, e.type, e.actor, e.health_system_id as "healthSystemId", e.study_id as "studyId", ` +
  `e.read_id as "readId", e.reading_group_ids as "readingGroupIds", e.reader_ids as "readerIds", e.version, e.data`;

/** A row of `select ... left join`: without an event everything is null. */
export type EventRow = { [K in keyof LoggedEvent]: LoggedEvent[K] | null };

export const isEvent = (row: EventRow): row is LoggedEvent => row.position !== null;

/** The event alone, without what else its row carries. */
export const eventOf = (row: LoggedEvent): LoggedEvent => ({
  position: row.position,
  at: row.at,
  type: row.type,
  actor: row.actor,
  healthSystemId: row.healthSystemId,
  studyId: row.studyId,
  readId: row.readId,
  readingGroupIds: row.readingGroupIds,
  readerIds: row.readerIds,
  version: row.version,
  data: row.data,
});
