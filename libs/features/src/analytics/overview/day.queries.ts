import type { Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { ownReads, type ReportPeriod } from '../report-scope.js';

/** The clocks due in the period that are decided, together and by facility and group; as `slaGroups` counts them. */
export interface DueCount {
  kind: 'all' | 'facility' | 'readingGroup';
  key: string | null;
  met: number;
  late: number;
  openAndLate: number;
}

export function dueCounts(tx: Tx, principal: Principal, period: ReportPeriod): Promise<DueCount[]> {
  const values: unknown[] = [period.from, period.to];
  const own = ownReads(principal, (value) => `$${values.push(value)}`);
  const where = [
    'c.due_at >= $1 and c.due_at < $2 and c.voided_at is null',
    '(c.stopped_at >= c.started_at or (c.stopped_at is null and c.due_at < t.now))',
    ...own,
  ];
  return tx.read(
    `select case when grouping(r.facility_id) = 0 then 'facility' when grouping(r.reading_group_id) = 0 then 'readingGroup'
         else 'all' end as kind,
       coalesce(r.facility_id, r.reading_group_id)::text as key,
       count(*) filter (where c.stopped_at <= c.due_at)::int as met,
       count(*) filter (where c.stopped_at is null or c.stopped_at > c.due_at)::int as late,
       count(*) filter (where c.stopped_at is null and c.returned_at is null)::int as "openAndLate"
     from sla_clock c join read r on r.health_system_id = c.health_system_id and r.id = c.read_id
     cross join (select overread_now() as now) t
     where ${where.join(' and ')} group by grouping sets ((), (r.facility_id), (r.reading_group_id))`,
    values,
  );
}

export interface DayCount {
  received: number;
  stat: number;
  finals: number;
  preliminaries: number;
}

/** What came in and what was signed in the period. */
export async function dayCounts(tx: Tx, principal: Principal, period: ReportPeriod): Promise<DayCount> {
  const values: unknown[] = [period.from, period.to];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const own = ownReads(principal, bind);
  const { facilityIds } = principal;
  const here = facilityIds.length === 0 ? '' : `and s.facility_id = any (${bind(facilityIds)}::uuid[])`;
  const [row] = await tx.read<DayCount>(
    `select s.received, s.stat, r.finals, r.preliminaries from
       (select count(*)::int as received, count(*) filter (where s.priority in ('critical', 'stat'))::int as stat
        from study s where s.received_at >= $1 and s.received_at < $2 ${here}) s,
       (select count(*) filter (where r.issues = 'final')::int as finals,
          count(*) filter (where r.issues = 'preliminary')::int as preliminaries
        from read r where ${["r.state = 'completed'", 'r.completed_at >= $1 and r.completed_at < $2', ...own].join(' and ')}) r`,
    values,
  );
  return row ?? { received: 0, stat: 0, finals: 0, preliminaries: 0 };
}
