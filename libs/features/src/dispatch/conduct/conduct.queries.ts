import type { ConductRead, Instant, ReaderId, ReadingGroupId, TakenRead } from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { ConductContestEntity } from './conduct-contest.entity.js';

export interface Span {
  from: Instant;
  until: Instant;
}

/** Completed reads of these readers, with the hour they began where their reader was. */
export const takenBy = (
  tx: Tx,
  readerIds: readonly ReaderId[],
  { from, until }: Span,
): Promise<(TakenRead & { readerId: ReaderId })[]> =>
  tx.read(
    `select r.reader_id as "readerId", s.priority, r.expected_minutes as "expectedMinutes", r.completed_at as at,
       extract(hour from r.started_at at time zone coalesce(n.zone, p.home_place ->> 'zone'))::int as "startedHour"
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     join reader p on p.id = r.reader_id left join reading_session n on n.id = r.session_id
     where r.reader_id = any ($1) and r.state = 'completed' and r.completed_at >= $2 and r.completed_at < $3`,
    [readerIds, from, until],
  );

/** Reads that the reader skipped without a reason that stands against them. */
export const skippedBy = (tx: Tx, readerId: ReaderId, span: Span): Promise<ConductRead[]> =>
  readsOfEvents(tx, `e.type = 'read.declined' and (e.data ->> 'counts')::boolean`, { readerId, ...span });

/** Reads that the reader opened and left idle until they were taken back. */
export const returnedFrom = (tx: Tx, readerId: ReaderId, span: Span): Promise<ConductRead[]> =>
  readsOfEvents(tx, `e.type = 'read.released' and e.data ->> 'by' = 'idle'`, { readerId, ...span });

const readsOfEvents = (
  tx: Tx,
  which: string,
  { readerId, from, until }: Span & { readerId: ReaderId },
): Promise<ConductRead[]> =>
  tx.read(
    `select s.priority, r.expected_minutes as "expectedMinutes", e.at from event e
     join read r on r.id = e.read_id
     join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where ${which} and e.data ->> 'readerId' = $1::text and e.at >= $2 and e.at < $3`,
    [readerId, from, until],
  );

/** Everybody who reads for these groups. */
export async function fellowsOf(tx: Tx, readingGroupIds: readonly ReadingGroupId[]): Promise<ReaderId[]> {
  const rows = await tx.read<{ id: ReaderId }>(
    'select id from reader where retired_at is null and reading_group_ids && $1::uuid[]',
    [readingGroupIds],
  );
  return rows.map(({ id }) => id);
}

export const contestsOf = (tx: Tx, ids: readonly string[]): Promise<ConductContestEntity[]> =>
  tx.change({ contests: all(ConductContestEntity, { id: ids }, { lock: 'none' }) }, ({ contests }) => ({
    result: contests,
  }));
