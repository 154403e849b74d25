import type { GroupKey, Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import { ownReads, type ReportPeriod } from './report-scope.js';

export interface TurnaroundQuery {
  principal: Principal;
  period: ReportPeriod;
  by: readonly GroupKey[];
}

export interface TurnaroundGroup {
  /** One value for each of `by`, in its order. */
  key: (string | null)[];
  n: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
  /** Completed reads that had a target, and those of them within it. */
  targeted: number;
  within: number;
  openAndLate: number;
}

const COLUMNS: Record<GroupKey, string> = {
  modalityFamily: 's.modality_family',
  priority: 's.priority',
  tier: 'r.tier',
  readingGroup: 'r.reading_group_id::text',
  facility: 'f.code',
  patientClass: 's.patient_class',
  reader: 'r.reader_id::text',
  issues: 'r.issues',
};

const FROM = `from read r
  join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
  join facility f on f.id = r.facility_id`;
const RESULT = 'coalesce(c.stopped_at, r.completed_at)';
const START = 'coalesce(c.started_at, s.ready_at, r.queued_at)';

/**
 * The reads completed in the period, from the start of their clock to their result, and beside them those still open past
 * their target at its end. A result dated before its start is in no figure. `percentile_disc` is the nearest rank.
 */
export async function turnaroundGroups(tx: Tx, { principal, period, by }: TurnaroundQuery): Promise<TurnaroundGroup[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const [from, to] = [bind(period.from), bind(period.to)];
  const own = ownReads(principal, bind)
    .map((condition) => `and ${condition}`)
    .join(' ');
  const key = `array[${by.map((name) => COLUMNS[name]).join(', ')}]::text[]`;
  return tx.read(
    `select key, count(minutes)::int as n,
       percentile_disc(0.5) within group (order by minutes) as "medianMinutes",
       percentile_disc(0.9) within group (order by minutes) as "p90Minutes",
       count(within)::int as targeted, count(*) filter (where within)::int as within,
       count(*) filter (where minutes is null)::int as "openAndLate"
     from (
       select ${key} as key, (extract(epoch from ${RESULT} - ${START}) / 60)::double precision as minutes,
         c.stopped_at <= c.due_at as within
       ${FROM} left join sla_clock c on c.study_id = r.study_id and c.read_id = r.id and c.voided_at is null
       where r.state = 'completed' and r.break_glass_id is null and r.completed_at >= ${from} and r.completed_at < ${to}
         and ${RESULT} >= ${START} ${own}
       union all
       select ${key}, null, null
       ${FROM} join sla_clock c on c.study_id = r.study_id and c.read_id = r.id
       where c.stopped_at is null and c.voided_at is null and c.returned_at is null and c.due_at < least(${to}, (select overread_now())) ${own}
     ) reads group by key`,
    values,
  );
}
