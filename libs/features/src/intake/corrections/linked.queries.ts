import type { StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** How many studies are read with one of these. */
export async function linkedCount(tx: Tx, ids: readonly StudyId[]): Promise<number> {
  const [found] = await tx.read<{ count: number }>(
    'select count(*)::int as count from study where linked_to = any ($1)',
    [ids],
  );
  return found?.count ?? 0;
}

/** The study that this one is read with; null when it is read by itself. */
export async function leaderOf(tx: Tx, id: StudyId): Promise<StudyId | null> {
  const [found] = await tx.read<{ linkedTo: StudyId | null }>(
    'select linked_to as "linkedTo" from study where id = $1',
    [id],
  );
  return found?.linkedTo ?? null;
}
