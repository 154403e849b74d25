import type { RoutingDifference, Instant, PolicyShadow } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { boundsOf } from './shadow-figures.queries.js';
import type { ShadowRoutingEntity } from './shadow-routing.entity.js';

export interface DifferingStudy extends Pick<
  ShadowRoutingEntity,
  'id' | 'studyId' | 'facilityId' | 'at' | 'modalityFamily' | 'differences' | 'dueShiftMinutes' | 'sides' | 'failure'
> {
  accessionNumber: string | null;
  state: string;
}

export interface DifferingAsked {
  difference: RoutingDifference | null;
  /** Where the page before ended. */
  after: { at: Instant; id: string } | null;
  limit: number;
}

/** Studies that differ or failed when they were last routed, the latest first. */
export const differingStudies = (
  tx: Tx,
  shadow: PolicyShadow,
  { difference, after, limit }: DifferingAsked,
): Promise<DifferingStudy[]> =>
  tx.read(
    `select r.id, r.study_id as "studyId", r.facility_id as "facilityId", r.at, r.modality_family as "modalityFamily",
       r.differences, r.due_shift_minutes as "dueShiftMinutes", r.sides, r.failure,
       s.accession_number as "accessionNumber", s.state
     from policy_shadow_routing r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.shadow_id = $1 and r.at >= $2 and r.at < $3 and (r.differences <> '{}' or r.failure is not null)
       and ($4::text is null or $4 = any (r.differences))
       and ($5::timestamptz is null or (r.at, r.id) < ($5, $6::uuid))
       and not exists (select from policy_shadow_routing n where n.shadow_id = r.shadow_id and n.study_id = r.study_id
         and n.at < $3 and (n.at, n.id) > (r.at, r.id))
     order by r.at desc, r.id desc limit $7`,
    [...boundsOf(shadow), difference, after?.at ?? null, after?.id ?? null, limit],
  );
