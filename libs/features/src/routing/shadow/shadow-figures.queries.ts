import { shadowFigures, type Instant, type PolicyShadow, type ShadowCell, type ShadowFigures } from '@overread/domain';
import type { Tx } from '@overread/platform';

type Bounds = Pick<PolicyShadow, 'id' | 'startedAt' | 'until' | 'endedAt'>;

/** When a shadow ran: what another process still kept a moment after its end does not count. */
export const boundsOf = ({ id, startedAt, until, endedAt }: Bounds): [string, Instant, Instant] => [
  id,
  startedAt,
  endedAt ?? until,
];

/**
 * What came of a shadow, as far as whoever asks may see it. Studies count as they were last routed: of an order without
 * images little is known yet. Read backwards along `policy_shadow_routing_study`, which has every column that is asked for.
 */
export async function figuresOfShadow(tx: Tx, shadow: Bounds): Promise<ShadowFigures> {
  const cells = await tx.read<ShadowCell>(
    `select facility_id as "facilityId", modality_family as "modalityFamily", priority, differences,
       failure is not null as failed, due_shift_minutes as "dueShiftMinutes",
       coalesce(fewest_before <= 1, false) as "thinBefore", coalesce(fewest_after <= 1, false) as "thinAfter",
       count(*)::int as studies
     from (select distinct on (study_id) facility_id, modality_family, priority, differences, failure, due_shift_minutes,
         fewest_before, fewest_after
       from policy_shadow_routing where shadow_id = $1 and at >= $2 and at < $3
       order by study_id desc, at desc, id desc) latest
     group by 1, 2, 3, 4, 5, 6, 7, 8`,
    boundsOf(shadow),
  );
  return shadowFigures(cells);
}

/** How often a study was routed while it ran. */
export async function routingsOfShadow(tx: Tx, shadow: Bounds): Promise<number> {
  const [row] = await tx.read<{ routings: number }>(
    `select count(*)::int as routings from policy_shadow_routing where shadow_id = $1 and at >= $2 and at < $3`,
    boundsOf(shadow),
  );
  return row?.routings ?? 0;
}
