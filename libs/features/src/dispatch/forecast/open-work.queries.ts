import type { Instant, LadderStep, Read, ReadId, Study } from '@overread/domain';
import type { Tx } from '@overread/platform';

/** What of another read of the study a forecast needs. */
export type OtherRead = Pick<Read, 'id' | 'ordinal' | 'issues' | 'independent' | 'state' | 'readerId' | 'purpose'>;

/** An open read as a forecast sees it. */
export interface OpenWork {
  read: Pick<
    Read,
    | 'id'
    | 'healthSystemId'
    | 'studyId'
    | 'facilityId'
    | 'ordinal'
    | 'purpose'
    | 'issues'
    | 'independent'
    | 'billable'
    | 'state'
    | 'readerId'
    | 'declinedBy'
    | 'ladder'
    | 'expectedMinutes'
    | 'queuedAt'
    | 'dueAt'
    | 'openedAt'
  >;
  study: Pick<
    Study,
    | 'id'
    | 'healthSystemId'
    | 'facilityId'
    | 'state'
    | 'hold'
    | 'priority'
    | 'modalityFamily'
    | 'modalities'
    | 'subspecialty'
    | 'bodyPart'
    | 'description'
    | 'procedureCode'
    | 'patientClass'
    | 'payer'
    | 'reportLanguage'
    | 'priors'
    | 'announced'
    | 'instancesArrived'
  >;
  others: OtherRead[];
}

interface Row {
  id: ReadId;
  healthSystemId: Read['healthSystemId'];
  studyId: Read['studyId'];
  facilityId: Read['facilityId'];
  ordinal: number;
  purpose: Read['purpose'];
  issues: Read['issues'];
  independent: boolean;
  billable: boolean;
  state: Read['state'];
  readerId: Read['readerId'];
  declinedBy: Read['declinedBy'];
  ladder: LadderStep[];
  expectedMinutes: number;
  queuedAt: Instant;
  dueAt: Instant | null;
  openedAt: Instant | null;
  study: OpenWork['study'];
  others: OtherRead[];
}

/** More than this waits nowhere; beyond it the earliest due are forecast. */
const MOST = 25_000;

const COLUMNS = `r.id, r.health_system_id as "healthSystemId", r.study_id as "studyId", r.facility_id as "facilityId", r.ordinal,
  r.purpose, r.issues, r.independent, r.billable, r.state, r.reader_id as "readerId", r.declined_by as "declinedBy",
  r.ladder, r.expected_minutes as "expectedMinutes", r.queued_at as "queuedAt", r.due_at as "dueAt", r.opened_at as "openedAt",
  json_build_object('id', s.id, 'healthSystemId', s.health_system_id, 'facilityId', s.facility_id, 'state', s.state,
    'hold', s.hold, 'priority', s.priority, 'modalityFamily', s.modality_family, 'modalities', s.modalities,
    'subspecialty', s.subspecialty, 'bodyPart', s.body_part, 'description', s.description,
    'procedureCode', s.procedure_code, 'patientClass', s.patient_class, 'payer', s.payer,
    'reportLanguage', s.report_language, 'priors', s.priors, 'announced', s.announced,
    'instancesArrived', s.instances_arrived) as study,
  case when r.ordinal = 0 then '[]'::json else (
    select coalesce(json_agg(json_build_object('id', o.id, 'ordinal', o.ordinal, 'issues', o.issues,
      'independent', o.independent, 'state', o.state, 'readerId', o.reader_id, 'purpose', o.purpose)), '[]'::json)
    from read o where o.health_system_id = r.health_system_id and o.study_id = r.study_id and o.id <> r.id) end as others`;

/** Every read that waits or is being read, of studies that may be read; in the system scope. */
export const openWork = async (tx: Tx): Promise<OpenWork[]> =>
  (
    await tx.read<Row>(
      `select ${COLUMNS} from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
       where r.state in ('queued', 'assigned', 'in-progress') and s.state not in ('expected', 'cancelled')
         and (s.hold is null or s.priority in ('critical', 'stat')) and (s.state <> 'receiving' or s.priority = 'critical')
       order by r.due_at, r.id limit ${MOST}`,
    )
  ).map(workOf);

/** Of the studies that came last, so many of each facility and family stand for those that will come. */
const RECENT = { days: 7, ofHealthSystem: 400, alike: 5 };

/** First reads of what came lately: what is expected to come is taken to be like them. */
export const recentWork = async (tx: Tx): Promise<OpenWork[]> =>
  (
    await tx.read<Row>(
      `with recent as (
         select l.*, row_number() over (partition by l.facility_id, l.modality_family order by l.received_at desc, l.id) as place
         from health_system h cross join lateral (
           select s.health_system_id, s.id, s.facility_id, s.modality_family, s.received_at from study s
           where s.health_system_id = h.id and s.received_at > (select overread_now()) - interval '${RECENT.days} days'
           order by s.received_at desc limit ${RECENT.ofHealthSystem}) l)
       select ${COLUMNS} from recent c join study s on s.health_system_id = c.health_system_id and s.id = c.id
       join read r on r.health_system_id = s.health_system_id and r.study_id = s.id and r.ordinal = 0
       where c.place <= ${RECENT.alike} and r.due_at is not null and s.state <> 'cancelled' order by r.id`,
    )
  ).map(workOf);

const workOf = ({ study, others, ...read }: Row): OpenWork => ({ read, study, others });
