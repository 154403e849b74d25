import {
  demand,
  DomainError,
  type Action,
  type Principal,
  type Read,
  type ReaderId,
  type ReadId,
  type ReadingSessionId,
} from '@overread/domain';
import { all, one, type Tx } from '@overread/platform';
import { studyResource } from '../sla/index.js';
import { look, ReadEntity, StudyEntity, type ReadKey } from '../studies/index.js';

/** A read that a reader asks to act on: its key, and what the rows to lock are found by. */
export interface OwnRead extends ReadKey {
  sessionId: ReadingSessionId | null;
  by: ReaderId;
}

/** The study with all of its reads, as it is. */
export const studyRows = ({ healthSystemId, studyId }: Omit<ReadKey, 'id'>) =>
  ({
    study: one(StudyEntity, { healthSystemId, id: studyId }, { lock: 'none' }),
    reads: all(ReadEntity, { studyId }, { lock: 'none' }),
  }) as const;

/** The same, locked for a change. */
export const lockedStudyRows = ({ healthSystemId, studyId }: ReadKey) =>
  ({
    study: one(StudyEntity, { healthSystemId, id: studyId }),
    reads: all(ReadEntity, { studyId }),
  }) as const;

/** The read's key as the scope sees it; `not-found` when it does not, `forbidden` for whoever is no reader. */
export async function ownRead(tx: Tx, principal: Principal, id: ReadId, action: Action): Promise<OwnRead> {
  const [key] = await tx.read<Omit<OwnRead, 'by'>>(
    `select health_system_id as "healthSystemId", study_id as "studyId", id, session_id as "sessionId"
     from read where id = $1`,
    [id],
  );
  if (!key) throw new DomainError('not-found', 'read/not-found', 'no such read');
  if (principal.readerId !== null) return { ...key, by: principal.readerId };
  const { study, reads } = await look(tx, studyRows(key));
  demand(principal, action, studyResource(study, reads));
  throw new DomainError('forbidden', 'access/no-reader', 'This person is no reader');
}

/** Whoever has no part in a study is told that it does not exist, as row-level security would tell them. */
export function requirePart(reads: readonly Read[], by: ReaderId): void {
  if (reads.some((read) => read.readerId === by && read.state !== 'cancelled')) return;
  throw new DomainError('not-found', 'read/not-found', 'no such read');
}

/** The read among those of its study. */
export function among(reads: readonly Read[], id: ReadId): Read {
  const read = reads.find((each) => each.id === id);
  if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
  return read;
}
