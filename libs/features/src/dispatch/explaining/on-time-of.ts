import { onTime, type Eligibility, type Instant, type OnTime, type Read } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { JoinedDecision } from './decision-rows.js';

/** What would have made a read on time, or still would; null for one that was cancelled. */
export async function onTimeOf(
  tx: Tx,
  {
    read,
    decisions,
    facility,
    who,
  }: {
    read: Read;
    decisions: readonly JoinedDecision[];
    facility: string;
    who: Pick<Eligibility, 'soleBlockers'>;
  },
  now: Instant,
): Promise<OnTime | null> {
  if (read.state === 'cancelled') return null;
  const lostOffers = decisions.flatMap(({ row, outcome: { state, at } }) =>
    at && (state === 'declined' || state === 'expired') ? [{ from: row.at, to: at }] : [],
  );
  const first = decisions.find(({ record }) => record && Object.keys(record.soleBlockers).length > 0)?.record;
  const soleBlockers = first?.soleBlockers ?? who.soleBlockers;
  return onTime({ read, lostOffers, holder: await holderOf(tx, read), soleBlockers, facility }, now);
}

/** Who holds it, and since when they could have begun it: signed on, and done with what came before. */
async function holderOf(tx: Tx, read: Read) {
  const { readerId, readingGroupId, tier, startedAt } = read;
  if (!readerId || !readingGroupId || !tier || !startedAt) return null;
  const [row] = await tx.read<{ freeSince: Instant | null }>(
    `select greatest(max(n.started_at), (select max(r.completed_at) from read r
       where r.reader_id = $1 and r.completed_at <= $3 and r.id <> $4)) as "freeSince"
     from reading_session n where n.id = $2`,
    [readerId, read.sessionId, startedAt, read.id],
  );
  return { place: { readerId, readingGroupId, tier }, freeSince: row?.freeSince ?? startedAt };
}
