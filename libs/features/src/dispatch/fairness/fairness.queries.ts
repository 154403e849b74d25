import {
  BALANCE_HALF_LIFE_HOURS,
  BALANCE_WINDOW_HOURS,
  LATELY_HOURS,
  USUAL_HOURS,
  type ReaderId,
  type ReaderLoad,
  type RecentWork,
  type StudyId,
  type SystemFlow,
} from '@overread/domain';
import type { Tx } from '@overread/platform';

const WINDOW_HOURS = Math.max(BALANCE_WINDOW_HOURS, USUAL_HOURS);

/** What each reader read and was signed on for, by group, what is longer ago counting less. */
export const readerLoads = (tx: Tx): Promise<ReaderLoad[]> =>
  tx.read(
    `with clock as materialized (select overread_now() as now),
     done as (
       select r.reader_id, r.reading_group_id,
         sum(r.expected_minutes * 0.5 ^ (extract(epoch from c.now - r.completed_at) / 3600 / ${BALANCE_HALF_LIFE_HOURS})) as minutes
       from clock c, read r where r.state = 'completed' and r.reader_id is not null and r.reading_group_id is not null
         and r.completed_at > c.now - interval '${BALANCE_WINDOW_HOURS} hours' group by 1, 2),
     signed as (
       -- Half-lives back at which the session began and ended; what lies between, in minutes that count less and less.
       select reader_id, reading_group_id,
         sum(${(BALANCE_HALF_LIFE_HOURS * 60) / Math.LN2} * (0.5 ^ ended - 0.5 ^ began)) as minutes
       from (select n.reader_id, n.reading_group_id,
           least(extract(epoch from c.now - n.started_at) / 3600, ${BALANCE_WINDOW_HOURS}) / ${BALANCE_HALF_LIFE_HOURS} as began,
           greatest(0, extract(epoch from c.now - coalesce(n.ended_at, c.now)) / 3600) / ${BALANCE_HALF_LIFE_HOURS} as ended
         from clock c, reading_session n
         where n.started_at <= c.now and coalesce(n.ended_at, c.now) > c.now - interval '${BALANCE_WINDOW_HOURS} hours') spans
       group by 1, 2)
     select reader_id as "readerId", reading_group_id as "readingGroupId",
       coalesce(done.minutes, 0)::float8 as "readMinutes", coalesce(signed.minutes, 0)::float8 as "signedOnMinutes"
     from done full join signed using (reader_id, reading_group_id)`,
  );

/** Expected minutes of urgent and routine reads by health system: completed of late, and usually. */
export const systemFlows = (tx: Tx): Promise<SystemFlow[]> =>
  tx.read(
    `with clock as materialized (select overread_now() as now)
     select r.health_system_id as "healthSystemId", sum(r.expected_minutes)::float8 as "usualMinutes",
       coalesce(sum(r.expected_minutes) filter (where r.completed_at > c.now - interval '${LATELY_HOURS} hours'), 0)::float8
         as "lateMinutes"
     from clock c, read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.state = 'completed' and r.purpose = 'primary' and s.priority in ('urgent', 'routine')
       and r.completed_at > c.now - interval '${WINDOW_HOURS} hours' group by 1`,
  );

/** What these readers hold, or completed within the last hours, the newest first. */
export const recentWork = (tx: Tx, readerIds: readonly ReaderId[]): Promise<(RecentWork & { readerId: ReaderId })[]> =>
  tx.read(
    `select r.reader_id as "readerId", s.patient_id as "patientId", s.modality_family as "modalityFamily",
       s.body_part as "bodyPart", s.protocol, r.completed_at as "completedAt"
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.reader_id = any ($1) and (r.state in ('assigned', 'in-progress')
       or (r.state = 'completed' and r.completed_at > (select overread_now()) - interval '2 hours'))`,
    [readerIds],
  );

/** Who read an earlier study of the same patient, by study. */
export const priorReaders = (
  tx: Tx,
  studyIds: readonly StudyId[],
): Promise<{ studyId: StudyId; readerIds: ReaderId[] }[]> =>
  tx.read(
    // Reads are looked up prior by prior: most patients have none, and the network has millions of completed reads.
    `select s.id as "studyId", array_agg(distinct r.reader_id) as "readerIds"
     from unnest($1::uuid[]) asked(id) join study s on s.id = asked.id
     join study p on p.health_system_id = s.health_system_id and p.patient_id = s.patient_id and p.id <> s.id
       and p.received_at < s.received_at
     cross join lateral (select reader_id from read
       where study_id = p.id and state = 'completed' and reader_id is not null offset 0) r
     group by s.id`,
    [studyIds],
  );

/** Whether any declared event is on: shares between health systems are not kept then. */
export async function massCasualtyIsLive(tx: Tx): Promise<boolean> {
  const [row] = await tx.read<{ live: boolean }>(
    `select exists (select from mass_casualty
       where starts_at <= (select overread_now()) and ends_at > (select overread_now()) and ended_at is null) as live`,
  );
  return row?.live ?? false;
}
