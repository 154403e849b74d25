import type { Read, ReaderId, ReadId, Resource } from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { DomainError } from '@overread/domain';
import { look, ReadEntity } from '../studies/index.js';

/** Whose a read is, for what a principal may do to it; `not-found` when the scope does not see it. */
export async function readResource(tx: Tx, id: ReadId): Promise<{ read: Read; resource: Resource }> {
  const { reads } = await look(tx, { reads: all(ReadEntity, { id }, { lock: 'none' }) });
  const [read] = reads;
  if (!read) throw new DomainError('not-found', 'read/not-found', 'no such read');
  return { read, resource: resourceOf([read]) };
}

/** Whose the reads of one study are: groups that hold or are offered them, readers who hold them. */
export function resourceOf(reads: readonly Read[]): Resource {
  const [first] = reads;
  const open = reads.flatMap((read) =>
    read.ladder.flatMap((step) => (step.openedAt === null ? [] : step.pool.readingGroupIds)),
  );
  return {
    healthSystemId: first?.healthSystemId ?? null,
    facilityId: first?.facilityId ?? null,
    readingGroupIds: [...new Set([...open, ...reads.flatMap((read) => read.readingGroupId ?? [])])],
    readerIds: reads.flatMap((read) => read.readerId ?? []),
  };
}

/** Refuses a read that is neither the reader's nor open to a group of theirs: to them there is no such read. */
export async function refuseStranger(tx: Tx, { id }: Pick<Read, 'id'>, readerId: ReaderId): Promise<void> {
  const [seen] = await tx.read(
    `select from read r join reader d on d.id = $2 where r.id = $1 and (r.reader_id = d.id or exists (
       select from jsonb_array_elements(r.ladder) s
       where s ->> 'openedAt' is not null and s -> 'pool' -> 'readingGroupIds' ?| d.reading_group_ids::text[]))`,
    [id, readerId],
  );
  if (!seen) throw new DomainError('not-found', 'read/not-found', 'no such read');
}
