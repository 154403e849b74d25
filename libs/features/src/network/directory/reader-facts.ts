import { DomainError, type ReaderFacts, type ReaderId, type ReadId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { loadReaders } from './load-network.js';

/**
 * A reader fresh from the rows, for a check inside a transaction. What they hold leaves out the read that is being
 * asked about, when it is named.
 */
export async function loadReaderFacts(tx: Tx, readerId: ReaderId, without?: ReadId): Promise<ReaderFacts> {
  const [facts] = await loadReaders(tx, [readerId]);
  if (!facts) throw new DomainError('not-found', 'reader/not-found', 'no such reader');
  const [held] = await tx.read<ReaderFacts['held']>(
    `select coalesce(sum(r.expected_minutes) filter (where s.priority not in ('critical', 'stat')), 0) as "routineMinutes",
       coalesce(sum(r.expected_minutes) filter (where s.priority in ('critical', 'stat')), 0) as "urgentMinutes"
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.reader_id = $1 and r.state in ('assigned', 'in-progress') and r.id is distinct from $2::uuid`,
    [readerId, without ?? null],
  );
  return { ...facts, held: held ?? facts.held };
}
