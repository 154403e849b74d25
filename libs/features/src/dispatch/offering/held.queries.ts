import type { HealthSystemId, Priority, Read, ReaderId, ReadId, ReadingSessionId, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { OPINIONS } from '../waiting.queries.js';

/** A read that somebody holds or is offered, as far as it matters to who is free. */
export interface HeldRead extends Pick<Read, 'purpose' | 'state' | 'openedAt' | 'dueAt'> {
  id: ReadId;
  studyId: StudyId;
  healthSystemId: HealthSystemId;
  readerId: ReaderId;
  priority: Priority;
}

/** Everything that is held or offered just now, by reader; the least pressing first. */
export async function heldReads(tx: Tx): Promise<Map<ReaderId, HeldRead[]>> {
  const rows = await tx.read<HeldRead>(
    `select r.id, r.study_id as "studyId", r.health_system_id as "healthSystemId", r.reader_id as "readerId", r.purpose, r.state,
       r.opened_at as "openedAt", r.due_at as "dueAt", s.priority
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.state in ('assigned', 'in-progress') order by r.due_at desc nulls first, r.id`,
  );
  return Map.groupBy(rows, (row) => row.readerId);
}

interface LeftRead {
  id: ReadId;
  studyId: StudyId;
  healthSystemId: HealthSystemId;
  sessionId: ReadingSessionId;
}

/** Unopened reads of readers whose session is over. */
export const leftBehind = (tx: Tx, limit: number): Promise<LeftRead[]> =>
  tx.read(
    `select r.id, r.study_id as "studyId", r.health_system_id as "healthSystemId", r.session_id as "sessionId"
     from read r join reading_session n on n.id = r.session_id
     where r.state in ('assigned', 'in-progress') and r.opened_at is null and n.ended_at is not null
     order by r.due_at, r.id limit $1`,
    [limit],
  );

/** Whether any critical read waits: the one reason to look further when nobody is idle. */
export async function criticalWaits(tx: Tx): Promise<boolean> {
  const [row] = await tx.read<{ waits: boolean }>(
    `select exists (select from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
       where r.state = 'queued' and r.ladder_step >= 0 and s.priority = 'critical' and r.purpose not in ${OPINIONS}
         and s.state not in ('expected', 'cancelled', 'final')) as waits`,
  );
  return row?.waits ?? false;
}
