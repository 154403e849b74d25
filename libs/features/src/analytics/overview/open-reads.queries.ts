import type { Principal } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { Overview } from '@overread/wire';
import { ownReads } from '../report-scope.js';

/** A read is at risk so many minutes before its deadline. */
const AT_RISK = `interval '10 minutes'`;
/** Each state by itself, so that the partial indexes of open reads are used. */
const OPEN = `(r.state = 'queued' or r.state in ('assigned', 'in-progress'))`;

type OpenFigures = Omit<Overview['now'], 'uncovered' | 'by' | 'oldestQueuedAt'> & { oldestQueuedAt: Date | null };

/** Figures of the open reads of one kind; `kind` says of what `key` is a value. */
export type OpenCount = OpenFigures & {
  kind: 'all' | 'priority' | 'modalityFamily' | 'tier' | 'facility' | 'readingGroup';
  key: string | null;
};

/** All open reads, counted in one pass: together and by each of five attributes. */
export function openCounts(tx: Tx, principal: Principal): Promise<OpenCount[]> {
  const values: unknown[] = [];
  const own = ownReads(principal, (value) => `$${values.push(value)}`);
  return tx.read(
    `with now as materialized (select overread_now() as at), open as materialized (
       select s.priority, s.modality_family, r.tier, r.facility_id, r.reading_group_id, r.state, r.queued_at,
         coalesce(r.due_at < n.at, false) as late,
         coalesce(r.due_at >= n.at and r.due_at < n.at + ${AT_RISK}, false) as at_risk
       from now n cross join read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
       where ${[OPEN, ...own].join(' and ')})
     select case when grouping(priority) = 0 then 'priority' when grouping(modality_family) = 0 then 'modalityFamily'
         when grouping(tier) = 0 then 'tier' when grouping(facility_id) = 0 then 'facility'
         when grouping(reading_group_id) = 0 then 'readingGroup' else 'all' end as kind,
       coalesce(priority, modality_family, tier, facility_id::text, reading_group_id::text) as key,
       count(*)::int as open, count(*) filter (where state = 'queued')::int as queued,
       count(*) filter (where state = 'assigned')::int as offered,
       count(*) filter (where state = 'in-progress')::int as reading,
       count(*) filter (where late)::int as late, count(*) filter (where at_risk)::int as "atRisk",
       min(queued_at) filter (where state = 'queued') as "oldestQueuedAt"
     from open group by grouping sets ((), (priority), (modality_family), (tier), (facility_id), (reading_group_id))`,
    values,
  );
}

/** Queued reads of studies that no group with anybody signed on may see. */
export async function uncoveredCount(tx: Tx, principal: Principal, signedOnGroups: readonly string[]): Promise<number> {
  const values: unknown[] = [signedOnGroups];
  const own = ownReads(principal, (value) => `$${values.push(value)}`);
  const [row] = await tx.read<{ uncovered: number }>(
    `select count(*)::int as uncovered from read r
     where ${["r.state = 'queued'", ...own].join(' and ')}
       and not exists (select from study_access a where a.study_id = r.study_id and a.grantee = any ($1::uuid[]))`,
    values,
  );
  return row?.uncovered ?? 0;
}

export type WorstRead = Omit<Overview['worst']['reads'][number], 'dueAt'> & { dueAt: Date };

/** The open reads with the earliest deadlines. */
export function worstReads(tx: Tx, principal: Principal, limit: number): Promise<WorstRead[]> {
  const values: unknown[] = [limit];
  const own = ownReads(principal, (value) => `$${values.push(value)}`);
  return tx.read(
    `select r.id as "readId", r.study_id as "studyId", r.purpose, r.issues, r.state, s.priority, s.protocol,
       s.modality_family as "modalityFamily", s.body_part as "bodyPart", f.code as facility, r.tier,
       r.reading_group_id as "readingGroupId", r.due_at as "dueAt"
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     join facility f on f.id = r.facility_id
     where ${[OPEN, 'r.due_at is not null', ...own].join(' and ')}
     order by r.due_at, r.id limit $1`,
    values,
  );
}
