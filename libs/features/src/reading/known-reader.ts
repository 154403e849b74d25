import { DomainError, type ReaderFacts, type ReaderId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { loadReaderFacts, type DirectorySnapshot } from '../network/index.js';

/**
 * Decides with the reader as the directory knows them. `attempt` locks their row and answers null when that has another
 * version; then it is asked once more with the reader read again, whom the lock keeps as they are until the commit.
 */
export async function withKnownReader<Answer extends object>(
  tx: Tx,
  by: { readerId: ReaderId; directory: DirectorySnapshot },
  attempt: (reader: ReaderFacts | undefined) => Promise<Answer | null>,
): Promise<Answer> {
  const answer =
    (await attempt(by.directory.readers.get(by.readerId))) ?? (await attempt(await loadReaderFacts(tx, by.readerId)));
  if (answer !== null) return answer;
  throw new DomainError('conflict', 'reader/changed', 'The credentials changed just now; try again');
}
