import type { StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** How many studies are read with this one. */
export async function linkedCount(tx: Tx, id: StudyId): Promise<number> {
  const [found] = await tx.read<{ count: number }>('select count(*)::int as count from study where linked_to = $1', [
    id,
  ]);
  return found?.count ?? 0;
}
