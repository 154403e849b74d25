import type { Instant, Policy, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface PastPeriod {
  policy: Policy;
  from: Instant;
  until: Instant;
  limit: number;
}

/** By health system, as studies are found by when they were received; those read with another are not routed. */
const OF_PERIOD = `from health_system h join study s on s.health_system_id = h.id
  where s.received_at >= $1 and s.received_at < $2 and ($3::uuid is null or h.id = $3)
    and ($4::uuid is null or s.facility_id = $4) and s.linked_to is null and s.merged_into is null`;

/** How many studies that the policy has a say in were received in the period. */
export async function countPast(tx: Tx, period: Omit<PastPeriod, 'limit'>): Promise<number> {
  const [row] = await tx.read<{ studies: number }>(`select count(*)::int as studies ${OF_PERIOD}`, askedOf(period));
  return row?.studies ?? 0;
}

/**
 * So many of them at most, in the order in which they came. The ends of their ids are drawn at random, so the first of them by
 * that are spread over the period as the studies are, and the same each time.
 */
export const pastStudies = (tx: Tx, { limit, ...period }: PastPeriod): Promise<{ id: StudyId }[]> =>
  tx.read(
    `select id from (
       select s.id, s.received_at ${OF_PERIOD} order by right(s.id::text, 12), s.id limit $5) chosen
     order by received_at, id`,
    [...askedOf(period), limit],
  );

const askedOf = ({ from, until, policy }: Omit<PastPeriod, 'limit'>) => [
  from,
  until,
  policy.healthSystemId,
  policy.facilityId,
];
