import type { Read, ReadId, Report } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** Who signed a read's final, and for which group. */
export type SignedFinal = Pick<Read, 'readingGroupId'> & Pick<Report, 'authorId'>;

/** Null when the read has no final report that stands. */
export async function finalOf(tx: Tx, id: ReadId): Promise<SignedFinal | null> {
  const [final] = await tx.read<SignedFinal>(
    `select r.reading_group_id as "readingGroupId", p.author_id as "authorId"
     from read r join report p on p.study_id = r.study_id and p.read_id = r.id
     where r.id = $1 and p.kind = 'final' and not 'retracted' = any (p.flags)`,
    [id],
  );
  return final ?? null;
}
