import type { Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { ownReads, type ReportPeriod } from './report-scope.js';

export interface SlaQuery {
  principal: Principal;
  period: ReportPeriod;
  contractId?: string;
}

export interface SlaGroup {
  contractId: string | null;
  contract: string | null;
  serviceLevelId: string | null;
  serviceLevel: string;
  targetMinutes: number;
  met: number;
  late: number;
  openAndLate: number;
  /** Of those late: given back to the site. */
  returned: number;
}

/**
 * The clocks due in the period, by service level and the target that was fixed when they started. One still open past
 * its target is late; one that may still be met is not counted yet; a voided one, or one with a result dated before its
 * start, never.
 */
export async function slaGroups(tx: Tx, { principal, period, contractId }: SlaQuery): Promise<SlaGroup[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = [
    `c.due_at >= ${bind(period.from)} and c.due_at < ${bind(period.to)} and c.voided_at is null`,
    `(c.stopped_at >= c.started_at or (c.stopped_at is null and c.due_at < t.now))`,
    ...ownReads(principal, bind),
    ...(contractId === undefined ? [] : [`l.contract_id = ${bind(contractId)}`]),
  ];
  return tx.read(
    `select l.contract_id as "contractId", k.name as contract, c.service_level_id as "serviceLevelId",
       coalesce(l.name, c.name) as "serviceLevel", c.target_minutes as "targetMinutes",
       count(*) filter (where c.stopped_at <= c.due_at)::int as met,
       count(*) filter (where c.stopped_at is null or c.stopped_at > c.due_at)::int as late,
       count(*) filter (where c.stopped_at is null and c.returned_at is null)::int as "openAndLate",
       count(*) filter (where c.returned_at is not null)::int as returned
     from sla_clock c join read r on r.health_system_id = c.health_system_id and r.id = c.read_id
     left join service_level l on l.id = c.service_level_id left join contract k on k.id = l.contract_id
     cross join (select overread_now() as now) t
     where ${where.join(' and ')}
     group by 1, 2, 3, 4, 5`,
    values,
  );
}
