import {
  shadowFigures,
  type Instant,
  type KeptFigures,
  type PolicyShadow,
  type ShadowCell,
  type ShadowFigures,
} from '@overread/domain';
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

/** All that is told of a shadow. */
export const everyFigureOf = async (tx: Tx, shadow: Bounds): Promise<KeptFigures> => ({
  ...(await figuresOfShadow(tx, shadow)),
  routings: await routingsOfShadow(tx, shadow),
});

/** Drops up to `most` rows of what shadows found that are to be forgotten; answers how many. */
export async function dropForgotten(tx: Tx, most: number): Promise<number> {
  const [row] = await tx.read<{ dropped: number }>(
    `with old as (
       select r.health_system_id, s.id as shadow_id, r.id from policy_shadow s cross join lateral
         (select health_system_id, id from policy_shadow_routing where shadow_id = s.id limit $1) r
       where s.forgotten_at is not null limit $1),
     dropped as (delete from policy_shadow_routing d using old where d.health_system_id = old.health_system_id
       and d.shadow_id = old.shadow_id and d.id = old.id returning 1)
     select count(*)::int as dropped from dropped`,
    [most],
  );
  return row?.dropped ?? 0;
}

/** How often a study was routed while it ran. */
async function routingsOfShadow(tx: Tx, shadow: Bounds): Promise<number> {
  const [row] = await tx.read<{ routings: number }>(
    `select count(*)::int as routings from policy_shadow_routing where shadow_id = $1 and at >= $2 and at < $3`,
    boundsOf(shadow),
  );
  return row?.routings ?? 0;
}
