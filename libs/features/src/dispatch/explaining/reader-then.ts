import type { Instant, Read, ReaderFacts, ReaderId } from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { loadReaderFacts, ReadingSessionEntity } from '../../network/index.js';
import { look } from '../../studies/index.js';

/**
 * A reader as they stood at an instant: the session they were signed on with then, what they had completed in it, and what
 * they held. Credentials are dated, so that asking at the instant is enough; a record that was edited since counts as edited.
 */
export async function readerThen(
  tx: Tx,
  readerId: ReaderId,
  { at, without }: { at: Instant; without: Read['id'] },
): Promise<ReaderFacts> {
  const [facts, { sessions }] = [
    await loadReaderFacts(tx, readerId, without),
    await look(tx, { sessions: all(ReadingSessionEntity, { readerId }, { lock: 'none' }) }),
  ];
  const session = sessions.find(({ startedAt, endedAt }) => startedAt <= at && (endedAt === null || endedAt > at));
  const [done] = await tx.read<{ completed: number; routineMinutes: number; urgentMinutes: number }>(
    `select count(*) filter (where r.session_id = $3 and r.completed_at <= $2)::int as completed,
       coalesce(sum(r.expected_minutes) filter (where held and s.priority not in ('critical', 'stat')), 0) as "routineMinutes",
       coalesce(sum(r.expected_minutes) filter (where held and s.priority in ('critical', 'stat')), 0) as "urgentMinutes"
     from (select *, started_at <= $2 and (completed_at is null or completed_at > $2) and id <> $4 as held from read
       where reader_id = $1) r
     join study s on s.health_system_id = r.health_system_id and s.id = r.study_id`,
    [readerId, at, session?.id ?? null, without],
  );
  const { completed = 0, routineMinutes = 0, urgentMinutes = 0 } = done ?? {};
  return {
    ...facts,
    session: session ? { ...session, endedAt: null, completedReads: completed } : null,
    held: { routineMinutes, urgentMinutes },
  };
}
