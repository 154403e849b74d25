import type {
  HealthSystemId,
  Priority,
  Read,
  ReaderId,
  ReadId,
  ReadingSessionId,
  Study,
  StudyId,
} from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { look, ReadEntity, StudyEntity } from '../../studies/index.js';

/** A read that somebody holds or is offered, as far as it matters to who is free. */
export interface HeldRead extends Pick<Read, 'purpose' | 'state' | 'openedAt' | 'dueAt' | 'expectedMinutes'> {
  id: ReadId;
  studyId: StudyId;
  healthSystemId: HealthSystemId;
  readerId: ReaderId;
  priority: Priority;
}

/** What tells whether anything of a study has changed: its version and those of its reads. */
export const stampOf = ({ version }: Pick<Study, 'version'>, reads: readonly Pick<Read, 'id' | 'version'>[]): string =>
  [version, ...reads.map((read) => `${read.id}.${read.version}`).toSorted()].join('/');

/** The stamps of all studies with a read that waits or is held. */
export async function liveStamps(tx: Tx): Promise<Map<StudyId, string>> {
  const rows = await tx.read<{ id: StudyId; stamp: string }>(
    `select s.id, s.version || '/' || string_agg(r.id || '.' || r.version, '/' order by r.id) as stamp
     from (select distinct health_system_id, study_id from read where state in ('queued', 'assigned', 'in-progress')) l
     join study s on s.health_system_id = l.health_system_id and s.id = l.study_id
     join read r on r.health_system_id = l.health_system_id and r.study_id = l.study_id
     group by s.health_system_id, s.id`,
  );
  return new Map(rows.map(({ id, stamp }) => [id, stamp]));
}

/** The studies with all their reads; those that are gone are left out. */
export async function studiesWithReads(
  tx: Tx,
  ids: readonly StudyId[],
): Promise<{ study: StudyEntity; reads: ReadEntity[] }[]> {
  if (ids.length === 0) return [];
  const unlocked = { lock: 'none' } as const;
  const { studies, reads } = await look(tx, {
    studies: all(StudyEntity, { id: ids }, unlocked),
    reads: all(ReadEntity, { studyId: ids }, unlocked),
  });
  const readsOf = Map.groupBy(reads, (read) => read.studyId);
  return studies.map((study) => ({ study, reads: readsOf.get(study.id) ?? [] }));
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
