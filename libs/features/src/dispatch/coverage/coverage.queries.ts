import type { FacilityId, Instant, ModalityFamily, ReaderId, ReadFacts, RosterShift } from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { RosterShiftEntity } from '../../network/index.js';

const WEEKS = 4;

type FactsOfRow = Omit<ReadFacts, 'facility' | 'healthSystem' | 'otherReads'>;

/**
 * Studies of a facility, family and subspecialty that came lately or wait. The latest of those that are most alike to the rules
 * stands for them: one of another payer or language does not change what is told of all.
 */
export interface KindRow extends FactsOfRow {
  facilityId: FacilityId;
  modalityFamily: ModalityFamily;
  studiesPerWeek: number;
  queued: number;
}

/** What came in the past weeks, or waits, of every facility; in the system scope. */
export const seenKinds = (tx: Tx): Promise<KindRow[]> =>
  tx.read<KindRow>(
    `with waiting as (
       select health_system_id, study_id, count(*)::int as reads from read where state = 'queued' group by 1, 2),
     recent as (
       select s.health_system_id, s.id, s.received_at from health_system h join study s on s.health_system_id = h.id
       where s.received_at > (select overread_now()) - interval '${WEEKS} weeks'),
     span as (
       select greatest(1, least(${WEEKS}, ceil(extract(epoch from overread_now() - min(received_at)) / 604800)))::int as weeks
       from recent),
     asked as (select health_system_id, id from recent union select health_system_id, study_id from waiting),
     alike as (
       select s.health_system_id, s.facility_id, s.modality_family, s.subspecialty, max(s.id::text)::uuid as latest,
         count(*) as studies, coalesce(sum(w.reads), 0) as queued,
         (count(*) filter (where s.received_at > (select overread_now()) - interval '${WEEKS} weeks'))::float8 / span.weeks as per_week
       from asked a join study s on s.health_system_id = a.health_system_id and s.id = a.id
       left join waiting w on w.health_system_id = a.health_system_id and w.study_id = a.id cross join span
       where s.state not in ('expected', 'cancelled')
       group by s.health_system_id, s.facility_id, s.modality_family, s.subspecialty, s.modalities, s.priority,
         s.patient_class, s.payer, s.report_language, span.weeks),
     kinds as (
       select distinct on (health_system_id, facility_id, modality_family, subspecialty) health_system_id, latest,
         sum(per_week) over kind as per_week, (sum(queued) over kind)::int as queued
       from alike
       window kind as (partition by health_system_id, facility_id, modality_family, subspecialty)
       order by health_system_id, facility_id, modality_family, subspecialty, studies desc, latest desc)
     select s.facility_id as "facilityId", s.modality_family as "modalityFamily", s.subspecialty, s.modalities,
       s.priority, s.patient_class as "patientClass", s.payer, s.report_language as "reportLanguage",
       r.id as "readId", r.purpose, r.issues, r.independent, r.billable, r.expected_minutes as "expectedMinutes",
       k.per_week as "studiesPerWeek", k.queued
     from kinds k join study s on s.health_system_id = k.health_system_id and s.id = k.latest
     join read r on r.health_system_id = s.health_system_id and r.study_id = s.id and r.ordinal = 0
     order by s.facility_id, s.modality_family, s.subspecialty`,
  );

/** Shifts that run or begin before an instant, by reader: the directory knows those of two days only. */
export async function shiftsUntil(tx: Tx, until: Instant): Promise<Map<ReaderId, RosterShift[]>> {
  const rows = await tx.read<{ id: RosterShift['id'] }>(
    'select id from roster_shift where ends_at > (select overread_now()) and starts_at < $1',
    [until],
  );
  if (rows.length === 0) return new Map();
  const asked = { shifts: all(RosterShiftEntity, { id: rows.map(({ id }) => id) }, { lock: 'none' }) };
  const shifts = await tx.change(asked, (found) => ({ result: found.shifts as RosterShift[] }));
  return Map.groupBy(shifts, ({ readerId }) => readerId);
}
