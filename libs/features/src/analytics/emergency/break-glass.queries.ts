import type { Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { BreakGlassRow } from '@overread/wire';
import type { ReportPeriod } from '../report-scope.js';

/**
 * What became of the acts asked for in the period, by facility. Row-level security says whose they are; a key limited to
 * facilities sees those alone.
 */
export const breakGlassRows = (
  tx: Tx,
  { facilityIds }: Principal,
  { from, to }: ReportPeriod,
): Promise<BreakGlassRow[]> =>
  tx.read(
    `select f.code as facility, count(*)::int as requested, count(*) filter (where b.granted_at is not null)::int as granted,
       count(*) filter (where b.refusal is not null)::int as refused,
       count(*) filter (where b.taken_at is null and b.refusal is null and b.expires_at <= (select overread_now()))::int as expired,
       count(*) filter (where b.taken_at is not null)::int as taken,
       count(*) filter (where b.event_id is not null)::int as "underEvents",
       count(*) filter (where exists (select from read r where r.health_system_id = b.health_system_id
         and r.id = b.read_id and r.state = 'completed'))::int as "readAgain",
       count(*) filter (where b.review is not null)::int as reviewed,
       count(*) filter (where b.taken_at is not null and b.review is null and b.review_due_at <= (select overread_now()))::int
         as "reviewOverdue",
       count(*) filter (where b.review ->> 'outcome' = 'not-justified')::int as "notJustified",
       coalesce((select jsonb_object_agg(code, n) from (
         select rule ->> 'code' as code, count(*)::int as n
         from break_glass x cross join lateral jsonb_array_elements(x.rules) rule
         where x.facility_id = f.id and x.taken_at is not null and x.requested_at >= $1 and x.requested_at < $2
         group by 1) rules), '{}') as "takenByRule"
     from break_glass b join facility f on f.id = b.facility_id
     where b.requested_at >= $1 and b.requested_at < $2 and (cardinality($3::uuid[]) = 0 or b.facility_id = any ($3))
     group by f.id, f.code order by f.code`,
    [from, to, facilityIds],
  );
