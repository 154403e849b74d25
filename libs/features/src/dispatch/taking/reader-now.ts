import { DomainError, type ReaderFacts, type ReaderId } from '@overread/domain';
import { all, maybe, type Tx } from '@overread/platform';
import { heldMinutes } from '../../eligibility/index.js';
import { loadReaderFacts, ReaderEntity, ReadingSessionEntity, type DirectorySnapshot } from '../../network/index.js';
import { look } from '../../studies/index.js';

/**
 * A reader as they are now. Session and load come from the rows; credentials from memory when the reader's own row says
 * that none has changed since, else from the rows as well.
 */
export async function readerNow(tx: Tx, readerId: ReaderId, directory: DirectorySnapshot): Promise<ReaderFacts> {
  const unlocked = { lock: 'none' } as const;
  const [{ reader, sessions }, held] = await Promise.all([
    look(tx, {
      reader: maybe(ReaderEntity, { id: readerId }, unlocked),
      sessions: all(ReadingSessionEntity, { readerId, endedAt: null }, unlocked),
    }),
    heldMinutes(tx, readerId),
  ]);
  if (!reader) throw new DomainError('not-found', 'reader/not-found', 'no such reader');
  const known = directory.readers.get(readerId);
  if (known?.reader.version !== reader.version) return loadReaderFacts(tx, readerId);
  return { ...known, reader, session: sessions[0] ?? null, held: held.get(readerId) ?? NOTHING };
}

const NOTHING: ReaderFacts['held'] = { routineMinutes: 0, urgentMinutes: 0 };
