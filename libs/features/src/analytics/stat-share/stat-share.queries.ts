import type { PastWork, Principal, SiteWait, SiteWork, WaitingLoad } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { ownReads, type Bind, type ReportPeriod } from '../report-scope.js';

interface SiteRow extends SiteWork {
  facility: string;
  name: string;
}

/** Whose figures: all of the network's, or a group manager's, of the reads their groups hold or are offered. */
export interface Scope {
  principal: Principal;
  period: ReportPeriod;
}

/** One row a study that was received in the period: its first read speaks for it. */
function fromOf({ principal, period }: Scope, bind: Bind): string {
  const own = principal.role === 'group-manager' ? ownReads(principal, bind) : [];
  const received = `s.received_at >= ${bind(period.from)} and s.received_at < ${bind(period.to)}`;
  return `from study s
    join read r on r.health_system_id = s.health_system_id and r.study_id = s.id and r.ordinal = 0 and r.state <> 'cancelled'
    join facility f on f.id = s.facility_id
    where ${[received, ...own].join(' and ')}`;
}

/** What each site sent in the period, and how long its STAT and its routine waited until they were opened. */
export function siteWork(tx: Tx, scope: Scope): Promise<SiteRow[]> {
  const values: unknown[] = [];
  const from = fromOf(scope, (value) => `$${values.push(value)}`);
  return tx.read(
    `with work as (
       select s.facility_id, f.code, f.name, s.priority, s.requested_priority, r.expected_minutes,
         s.priority_basis ->> 'source' = 'policy' as ruled,
         extract(epoch from coalesce(r.opened_at, r.started_at) - r.queued_at) / 60 as wait ${from}
     ), usual as (
       select facility_id, percentile_disc(0.5) within group (order by wait) as minutes
       from work where priority = 'routine' and wait >= 0 group by 1
     )
     select w.facility_id as "facilityId", w.code as facility, w.name, count(*)::int as reads,
       count(*) filter (where priority = 'critical')::int as critical,
       count(*) filter (where priority = 'stat')::int as stat,
       count(*) filter (where requested_priority = 'stat')::int as "requestedStat",
       count(*) filter (where requested_priority = 'stat' and ruled and priority in ('urgent', 'routine'))::int as lowered,
       coalesce(sum(expected_minutes) filter (where priority = 'stat'), 0)::float8 as "statMinutes",
       (percentile_disc(0.5) within group (order by wait) filter (where priority = 'stat' and wait >= 0))::float8
         as "statWaitMinutes",
       max(u.minutes)::float8 as "routineWaitMinutes",
       count(*) filter (where priority = 'stat' and wait > u.minutes)::int as "statOpenedLater"
     from work w left join usual u on u.facility_id = w.facility_id
     group by 1, 2, 3 order by w.code, w.facility_id`,
    values,
  );
}

/** What each site sent in another period. */
export function pastWork(tx: Tx, scope: Scope): Promise<PastWork[]> {
  const values: unknown[] = [];
  const from = fromOf(scope, (value) => `$${values.push(value)}`);
  return tx.read(
    `select s.facility_id as "facilityId", count(*)::int as reads,
       count(*) filter (where s.requested_priority = 'stat')::int as "requestedStat" ${from} group by 1`,
    values,
  );
}

/** How long what is not pressing waited, site by site, and how long readers were signed on. */
export async function queueLoad(tx: Tx, scope: Scope): Promise<WaitingLoad> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const from = fromOf(scope, bind);
  const [begin, end] = [bind(scope.period.from), bind(scope.period.to)];
  const ends = 'coalesce(r.started_at, overread_now())';
  const minutes = (priority: string) =>
    `coalesce(sum(extract(epoch from least(${ends}, ${end}) - greatest(r.queued_at, ${begin})) / 60)
       filter (where s.priority = '${priority}'), 0)::float8`;
  const waited = await tx.read<SiteWait>(
    `select s.facility_id as "facilityId", ${minutes('urgent')} as "urgentMinutes", ${minutes('routine')} as "routineMinutes"
     ${from} and s.priority in ('urgent', 'routine') and r.queued_at < ${end} and ${ends} > greatest(r.queued_at, ${begin})
     group by 1`,
    values,
  );
  return { waited, signedOnMinutes: await signedOnMinutes(tx, scope) };
}

async function signedOnMinutes(tx: Tx, { principal, period }: Scope): Promise<number> {
  const groups = principal.role === 'group-manager' ? principal.organizationIds : null;
  const [row] = await tx.read<{ minutes: number }>(
    `select coalesce(sum(extract(epoch from
         least(coalesce(n.ended_at, overread_now()), $2) - greatest(n.started_at, $1)) / 60), 0)::float8 as minutes
     from reading_session n
     where n.started_at < $2 and coalesce(n.ended_at, overread_now()) > greatest(n.started_at, $1)
       and ($3::uuid[] is null or n.reading_group_id = any ($3))`,
    [period.from, period.to, groups],
  );
  return row?.minutes ?? 0;
}
