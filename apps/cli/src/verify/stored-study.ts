import type { EventType, Read, Report, SlaClock, Study, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

export type StoredStudy = Pick<
  Study,
  'id' | 'state' | 'readyAt' | 'seriesArrived' | 'instancesArrived' | 'receivedAt' | 'version'
> & {
  held: boolean;
  /** Read with another: its reads are that one's. */
  linked: boolean;
};
export type StoredRead = Pick<
  Read,
  'id' | 'studyId' | 'purpose' | 'issues' | 'state' | 'readerId' | 'openedAt' | 'completedAt' | 'version'
>;
export type StoredReport = Pick<Report, 'id' | 'readId' | 'kind' | 'flags'> & { studyId: StudyId };
export type StoredClock = Pick<
  SlaClock,
  'id' | 'studyId' | 'readId' | 'startedAt' | 'dueAt' | 'warnAt' | 'stoppedAt' | 'voidedAt' | 'warnedAt' | 'breachedAt'
>;

export interface StoredEvent {
  position: number;
  at: Date;
  type: EventType;
  studyId: StudyId;
  readId: Read['id'] | null;
  version: number;
  clockId: SlaClock['id'] | null;
  topics: number;
}

export interface StoredImages {
  studyId: StudyId;
  series: number;
  instances: number;
}

/** Everything that is kept of one study, as one snapshot shows it. */
export interface StoredWhole {
  study: StoredStudy;
  reads: StoredRead[];
  reports: StoredReport[];
  clocks: StoredClock[];
  /** In order of position. */
  events: StoredEvent[];
  images: StoredImages;
  /** The database's clock. */
  now: Date;
}

const STUDIES = `select id, state, ready_at as "readyAt", series_arrived as "seriesArrived",
    instances_arrived as "instancesArrived", received_at as "receivedAt", version, hold is not null as held,
    linked_to is not null as linked
  from study where id > $1 order by id limit $2`;
const READS = `select id, study_id as "studyId", purpose, issues, state, reader_id as "readerId", opened_at as "openedAt",
    completed_at as "completedAt", version from read where study_id = any ($1) order by ordinal, id`;
const REPORTS = `select id, study_id as "studyId", read_id as "readId", kind, flags from report where study_id = any ($1)`;
const CLOCKS = `select id, study_id as "studyId", read_id as "readId", started_at as "startedAt", due_at as "dueAt",
    warn_at as "warnAt", stopped_at as "stoppedAt", voided_at as "voidedAt", warned_at as "warnedAt",
    breached_at as "breachedAt" from sla_clock where study_id = any ($1)`;
const EVENTS = `select position, at, type, study_id as "studyId", read_id as "readId", version,
    data ->> 'clockId' as "clockId",
    (select count(*) from event_topic t where t.position = e.position) as topics
  from event e where study_id = any ($1) order by position`;
const IMAGES = `select study_id as "studyId", count(distinct series_instance_uid) as series, count(*) as instances
  from image where study_id = any ($1) group by study_id`;

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Every study, a few hundred at a time; all of one transaction's snapshot. */
export async function* storedStudies(tx: Tx, pageSize = 500): AsyncGenerator<StoredWhole> {
  const now = await tx.now();
  for (let after: string = FIRST; ;) {
    const studies = await tx.read<StoredStudy>(STUDIES, [after, pageSize]);
    const ids = studies.map(({ id }) => id);
    const rowsOf = async <Row extends { studyId: StudyId }>(sql: string) =>
      Map.groupBy(await tx.read<Row>(sql, [ids]), ({ studyId }) => studyId);
    const reads = await rowsOf<StoredRead>(READS);
    const reports = await rowsOf<StoredReport>(REPORTS);
    const clocks = await rowsOf<StoredClock>(CLOCKS);
    const events = await rowsOf<StoredEvent>(EVENTS);
    const images = await rowsOf<StoredImages>(IMAGES);
    for (const study of studies)
      yield {
        study,
        reads: reads.get(study.id) ?? [],
        reports: reports.get(study.id) ?? [],
        clocks: clocks.get(study.id) ?? [],
        events: events.get(study.id) ?? [],
        images: images.get(study.id)?.[0] ?? { studyId: study.id, series: 0, instances: 0 },
        now,
      };
    const last = ids.at(-1);
    if (last === undefined || studies.length < pageSize) return;
    after = last;
  }
}
