import type { RoutingDifference, FacilityId, Instant, PolicyShadow, Priority, ShadowSums } from '@overread/domain';
import type { Tx } from '@overread/platform';

interface Counted {
  studies: number;
  different: number;
  errors: number;
}

export interface ShadowFigures extends ShadowSums {
  routings: number;
  byDifference: { difference: RoutingDifference; studies: number }[];
  byFacility: (Counted & { facilityId: FacilityId })[];
  byModalityFamily: (Counted & { modalityFamily: string })[];
  byPriority: (Counted & { priority: Priority })[];
  due: { earlier: number; later: number; medianEarlierMinutes: number | null; medianLaterMinutes: number | null };
  thinFirstStep: { before: number; after: number };
}

type Bounds = Pick<PolicyShadow, 'id' | 'startedAt' | 'until' | 'endedAt'>;

/** When a shadow ran: what another process still kept a moment after its end does not count. */
export const boundsOf = ({ id, startedAt, until, endedAt }: Bounds): [string, Instant, Instant] => [
  id,
  startedAt,
  endedAt ?? until,
];

const COUNTED = `'studies', count(*), 'different', count(*) filter (where differs), 'errors', count(*) filter (where fails)`;

const listBy = (column: string, name: string): string =>
  `(select coalesce(json_agg(o order by (o ->> 'different')::int desc, (o ->> 'studies')::int desc, o ->> '${name}'), '[]')
    from (select json_build_object('${name}', ${column}, ${COUNTED}) o from latest group by ${column}) g)`;

/** Studies count as they were last routed: of an order without images little is known yet. */
const LATEST = `latest as materialized (
  select distinct on (study_id) facility_id, modality_family, priority, differences, due_shift_minutes, fewest_before,
    fewest_after, failure is not null as fails, failure is null and differences <> '{}' as differs
  from policy_shadow_routing where shadow_id = $1 and at >= $2 and at < $3 order by study_id, at desc, id desc)`;

/** What whoever asks may see of it. */
export async function shadowFigures(tx: Tx, shadow: Bounds): Promise<ShadowFigures> {
  const [row] = await tx.read<ShadowFigures>(
    `with ${LATEST}
     select (select count(*)::int from policy_shadow_routing where shadow_id = $1 and at >= $2 and at < $3) as routings,
       count(*)::int as studies, count(*) filter (where not differs and not fails)::int as same,
       count(*) filter (where differs)::int as different, count(*) filter (where fails)::int as errors,
       (select coalesce(json_agg(json_build_object('difference', difference, 'studies', n) order by n desc, difference), '[]')
        from (select difference, count(*) n from latest, unnest(differences) difference group by 1) d) as "byDifference",
       ${listBy('facility_id', 'facilityId')} as "byFacility",
       ${listBy('modality_family', 'modalityFamily')} as "byModalityFamily",
       ${listBy('priority', 'priority')} as "byPriority",
       json_build_object(
         'earlier', count(*) filter (where due_shift_minutes < 0), 'later', count(*) filter (where due_shift_minutes > 0),
         'medianEarlierMinutes',
           percentile_cont(0.5) within group (order by -due_shift_minutes) filter (where due_shift_minutes < 0),
         'medianLaterMinutes',
           percentile_cont(0.5) within group (order by due_shift_minutes) filter (where due_shift_minutes > 0)) as due,
       json_build_object('before', count(*) filter (where fewest_before <= 1),
         'after', count(*) filter (where fewest_after <= 1)) as "thinFirstStep"
     from latest`,
    boundsOf(shadow),
  );
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/** The same sums as in the figures, for the log. */
export async function shadowSums(tx: Tx, shadow: Bounds): Promise<ShadowSums> {
  const [row] = await tx.read<ShadowSums>(
    `with ${LATEST}
     select count(*)::int as studies, count(*) filter (where not differs and not fails)::int as same,
       count(*) filter (where differs)::int as different, count(*) filter (where fails)::int as errors from latest`,
    boundsOf(shadow),
  );
  return row ?? { studies: 0, same: 0, different: 0, errors: 0 };
}
