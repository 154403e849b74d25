import type { WaitingLoad, SiteWork } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ReportPeriod } from '../report-scope.js';

interface SiteRow extends SiteWork {
  facility: string;
  name: string;
}

const FROM = `from study s
  join read r on r.health_system_id = s.health_system_id and r.study_id = s.id and r.ordinal = 0 and r.state <> 'cancelled'
  join facility f on f.id = s.facility_id where s.received_at >= $1 and s.received_at < $2`;

/** What each site sent in the period: one row a study, its first read speaking for it. */
export const siteWork = (tx: Tx, { from, to }: ReportPeriod): Promise<SiteRow[]> =>
  tx.read(
    `select s.facility_id as "facilityId", f.code as facility, f.name, count(*)::int as reads,
       count(*) filter (where s.priority = 'stat')::int as stat,
       count(*) filter (where s.requested_priority = 'stat')::int as "requestedStat",
       coalesce(sum(r.expected_minutes) filter (where s.priority = 'stat'), 0)::float8 as "statMinutes"
     ${FROM} group by 1, 2, 3 order by f.code, s.facility_id`,
    [from, to],
  );

/** How long what is not pressing waited, and how long readers were signed on; the whole network's. */
export async function queueLoad(tx: Tx, { from, to }: ReportPeriod): Promise<WaitingLoad> {
  const [load] = await tx.read<WaitingLoad>(
    `select (select coalesce(sum(extract(epoch from
         least(coalesce(r.started_at, overread_now()), $2) - greatest(r.queued_at, $1)) / 60), 0)::float8
         ${FROM} and s.priority in ('urgent', 'routine') and r.queued_at < $2
           and coalesce(r.started_at, overread_now()) > greatest(r.queued_at, $1)) as "waitedMinutes",
       (select coalesce(sum(extract(epoch from
         least(coalesce(n.ended_at, overread_now()), $2) - greatest(n.started_at, $1)) / 60), 0)::float8
         from reading_session n where n.started_at < $2 and coalesce(n.ended_at, overread_now()) > greatest(n.started_at, $1))
         as "signedOnMinutes"`,
    [from, to],
  );
  return load ?? { waitedMinutes: 0, signedOnMinutes: 0 };
}
