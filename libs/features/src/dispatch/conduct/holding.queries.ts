import type { HealthSystemId, Instant, ReadId, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** A read somebody has open, with what is known of their work on it. */
export interface OpenedRead {
  id: ReadId;
  studyId: StudyId;
  healthSystemId: HealthSystemId;
  /** Where its reader signed on to read it. */
  country: string | null;
  signedOffAt: Instant | null;
  lastSignAt: Instant | null;
}

/** A saved draft and images fetched by the reader are signs of work; a page left open is none. */
const OPENED = `select r.id, r.study_id as "studyId", r.health_system_id as "healthSystemId", n.country,
    case when not exists (select from reading_session m where m.reader_id = r.reader_id and m.ended_at is null)
      then n.ended_at end as "signedOffAt",
    greatest(d.saved_at, (select max(a.at) from access_log a join membership m on m.user_id::text = a.principal
      where a.study_id = r.study_id and a.action = 'image.retrieve' and m.reader_id = r.reader_id)) as "lastSignAt"
  from read r left join reading_session n on n.id = r.session_id
  left join draft d on d.read_id = r.id and d.reader_id = r.reader_id
  where r.state = 'in-progress' and r.opened_at is not null`;

/** Open reads that may be silent too long: nothing on their own row for `quietMinutes`, or their session is over. */
export const quietReads = (tx: Tx, quietMinutes: number, limit: number): Promise<OpenedRead[]> =>
  tx.read(
    `${OPENED} and (n.ended_at is not null or greatest(r.opened_at, r.images_opened_at, r.still_reading_at, d.saved_at)
       <= (select overread_now()) - $1 * interval '1 minute') order by r.opened_at, r.id limit $2`,
    [quietMinutes, limit],
  );

/** The signs of one read as they are now. */
export async function signsOf(tx: Tx, id: ReadId): Promise<OpenedRead | null> {
  const [row] = await tx.read<OpenedRead>(`${OPENED} and r.id = $1`, [id]);
  return row ?? null;
}
