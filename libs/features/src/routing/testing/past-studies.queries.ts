import type { Instant, Policy, StudyId } from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface PastStudy {
  id: StudyId;
  receivedAt: Instant;
}

export interface PastPeriod {
  policy: Policy;
  from: Instant;
  until: Instant;
  after: PastStudy | null;
  limit: number;
}

/** Studies that the policy has a say in, received in the period, in that order; those read with another are not routed. */
export const pastStudies = (tx: Tx, { policy, from, until, after, limit }: PastPeriod): Promise<PastStudy[]> =>
  tx.read(
    `select id, received_at as "receivedAt" from study
     where received_at >= $1 and received_at < $2 and (received_at, id) > ($3, $4)
       and ($5::uuid is null or health_system_id = $5) and ($6::uuid is null or facility_id = $6)
       and linked_to is null and merged_into is null
     order by received_at, id limit $7`,
    [
      from,
      until,
      after?.receivedAt ?? new Date(0),
      after?.id ?? '00000000-0000-0000-0000-000000000000',
      policy.healthSystemId,
      policy.facilityId,
      limit,
    ],
  );
