import type { Instant, Reader, ReaderFacts, ReaderId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { loadReaders } from '../directory/load-network.js';

type Load = { reads: number; expectedMinutes: number };

/** Readers as the public shape has them: with credentials in use, presence, load and the shift they are on. */
export async function presentReaders(tx: Tx, rows: readonly Reader[]): Promise<object[]> {
  const ids = rows.map((row) => row.id);
  const facts = new Map((await loadReaders(tx, ids)).map((each) => [each.reader.id, each]));
  const loads = await loadsOf(tx, ids);
  const now = await tx.now();
  return rows.map((row) => {
    const known = facts.get(row.id);
    return {
      ...row,
      licences: known?.licences.filter((licence) => licence.retiredAt === null) ?? [],
      privileges: known?.privileges.filter((privilege) => privilege.retiredAt === null) ?? [],
      presence: presenceOf(known, now),
      load: loads.get(row.id) ?? { reads: 0, expectedMinutes: 0 },
      shift: shiftOf(known, now),
    };
  });
}

function presenceOf(facts: ReaderFacts | undefined, now: Instant): object | null {
  const session = facts?.session ?? null;
  if (session === null || (session.until !== null && session.until <= now)) return null;
  const { id: sessionId, readingGroupId, country, subdivision, zone, mode, startedAt: since, until } = session;
  return { sessionId, readingGroupId, country, subdivision, zone, mode, since, until };
}

function shiftOf(facts: ReaderFacts | undefined, now: Instant): object | null {
  const current = facts?.shifts.find((shift) => shift.startsAt <= now && now < shift.endsAt);
  return current ? { name: current.name, startsAt: current.startsAt, endsAt: current.endsAt } : null;
}

async function loadsOf(tx: Tx, readerIds: readonly ReaderId[]): Promise<Map<ReaderId, Load>> {
  const rows = await tx.read<Load & { readerId: ReaderId }>(
    `select reader_id as "readerId", count(*)::int as reads, sum(expected_minutes) as "expectedMinutes"
     from read where reader_id = any ($1) and state in ('assigned', 'in-progress') group by reader_id`,
    [readerIds],
  );
  return new Map(rows.map(({ readerId, ...load }) => [readerId, load]));
}
