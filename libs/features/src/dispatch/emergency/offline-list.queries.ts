import type { FacilityId, HandedBack, PatientId, Study } from '@overread/domain';
import type { Tx } from '@overread/platform';

export interface OpenStudy extends Pick<
  Study,
  'accessionNumber' | 'description' | 'modalities' | 'priority' | 'protocol' | 'requester' | 'healthSystemId' | 'state'
> {
  studyId: Study['id'];
  patientId: PatientId;
  mrn: string;
  family: string | null;
  given: string | null;
  birthDate: string | null;
  receivedAt: Date;
  dueAt: Date | null;
  reader: string | null;
  handedBack: HandedBack | null;
}

/** A facility's studies that have images and no final, the most pressing first. */
export const openStudies = (tx: Tx, facilityId: FacilityId, limit: number): Promise<OpenStudy[]> =>
  tx.read(
    `select s.id as "studyId", s.health_system_id as "healthSystemId", s.patient_id as "patientId", p.mrn, p.family, p.given,
       p.birth_date as "birthDate", s.accession_number as "accessionNumber", s.description, s.modalities, s.priority,
       s.protocol, s.state, s.requester, s.handed_back as "handedBack", s.received_at as "receivedAt", r.due as "dueAt", r.reader
     from study s join patient p on p.health_system_id = s.health_system_id and p.id = s.patient_id
     left join lateral (
       select min(r.due_at) as due, min(d.name) filter (where r.state = 'in-progress') as reader
       from read r left join reader d on d.id = r.reader_id
       where r.health_system_id = s.health_system_id and r.study_id = s.id and r.purpose = 'primary'
         and r.state in ('queued', 'assigned', 'in-progress')) r on true
     where s.facility_id = $1 and s.state not in ('expected', 'final', 'cancelled') and s.merged_into is null
       and s.handed_back ->> 'readAt' is null
     order by array_position(array['critical', 'stat', 'urgent', 'routine'], s.priority), r.due nulls last, s.received_at
     limit $2`,
    [facilityId, limit],
  );
