import type { ReaderId } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ReportPeriod } from '../report-scope.js';

export interface OwnCount {
  completed: number;
  expectedMinutes: number;
  heldReads: number;
  heldMinutes: number;
  declined: number;
  skipsCounted: number;
}

/** What a reader signed and declined in the period, and what they hold now. */
export async function ownCounts(tx: Tx, readerId: ReaderId, period: ReportPeriod): Promise<OwnCount> {
  const [row] = await tx.read<OwnCount>(
    `select d.completed, d."expectedMinutes", h."heldReads", h."heldMinutes", e.declined, e."skipsCounted" from
       (select count(*)::int as completed, coalesce(sum(expected_minutes), 0) as "expectedMinutes" from read
        where reader_id = $1 and state = 'completed' and completed_at >= $2 and completed_at < $3) d,
       (select count(*)::int as "heldReads", coalesce(sum(expected_minutes), 0) as "heldMinutes" from read
        where reader_id = $1 and state in ('assigned', 'in-progress')) h,
       (select count(*)::int as declined, count(*) filter (where (data ->> 'counts')::boolean)::int as "skipsCounted"
        from event where type = 'read.declined' and data ->> 'readerId' = $1::text and at >= $2 and at < $3) e`,
    [readerId, period.from, period.to],
  );
  if (!row) throw new Error('a count is always answered');
  return row;
}
