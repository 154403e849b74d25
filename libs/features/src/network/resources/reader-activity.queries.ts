import type { Instant, ReaderId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** What a reader holds and does, from the rows of their reads. */
export interface ActivityRow {
  reads: number;
  expectedMinutes: number;
  /** Of the read taken first of those in progress. */
  readingSince: Instant | null;
  readingMinutes: number | null;
  lastActivityAt: Instant | null;
  declinedToday: number;
}

export const NO_ACTIVITY: ActivityRow = {
  reads: 0,
  expectedMinutes: 0,
  readingSince: null,
  readingMinutes: null,
  lastActivityAt: null,
  declinedToday: 0,
};

/** One look-up an index and a reader; `declinedToday` counts from midnight where the reader is. Runs as the system. */
export async function activityOf(tx: Tx, readerIds: readonly ReaderId[]): Promise<Map<ReaderId, ActivityRow>> {
  const rows = await tx.read<ActivityRow & { readerId: ReaderId }>(
    `select p.id as "readerId", h.reads, h."expectedMinutes", c."readingSince", c."readingMinutes", e.declined as "declinedToday",
       greatest(s.started_at, h.touched, d.completed_at, e.last) as "lastActivityAt"
     from reader p
     left join reading_session s on s.reader_id = p.id and s.ended_at is null
     cross join lateral (
       select count(*)::int as reads, coalesce(sum(r.expected_minutes), 0) as "expectedMinutes",
         max(greatest(r.started_at, r.opened_at, r.images_opened_at, w.saved_at)) as touched
       from read r left join draft w on w.read_id = r.id
       where r.reader_id = p.id and r.state in ('assigned', 'in-progress')) h
     left join lateral (
       select r.started_at as "readingSince", r.expected_minutes as "readingMinutes" from read r
       where r.reader_id = p.id and r.state = 'in-progress' order by r.started_at limit 1) c on true
     left join lateral (
       select r.completed_at from read r where r.reader_id = p.id and r.state = 'completed'
       order by r.completed_at desc limit 1) d on true
     cross join lateral (
       select count(*)::int as declined, max(v.at) as last from event v
       where v.type = 'read.declined' and v.data ->> 'readerId' = p.id::text
         and v.at >= date_trunc('day', overread_now(), coalesce(s.zone, p.home_place ->> 'zone'))) e
     where p.id = any ($1)`,
    [readerIds],
  );
  return new Map(rows.map(({ readerId, ...row }) => [readerId, row]));
}
