import { examOf, OPINION_PURPOSES } from '@overread/domain';
import type {
  Exam,
  ExamRead,
  ExamStudy,
  Instant,
  Likeness,
  RankableRead,
  Read,
  ReadingGroupId,
  ReadId,
  Study,
  StudyId,
} from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { look, ReadEntity, StudyEntity, type ReadKey } from '../studies/index.js';

/** A read that waits, with its study and the study's other reads. */
export interface Waiting {
  read: Read;
  study: Study;
  reads: Read[];
}

/** What of a waiting read its place in a reader's order stands on. */
export interface OpenRead {
  read: RankableRead & ReadKey;
  study: Pick<Study, 'id' | 'priority' | 'state' | 'hold'> & Likeness;
  /** What its reader's own time is expected from. */
  exam: Exam;
}

/** The purposes that no patient waits for, as a list of SQL: `workPriority` says why they come last. */
export const OPINIONS = `(${OPINION_PURPOSES.map((purpose) => `'${purpose}'`).join(', ')})`;

/** How many reads a reader's order is made from: of critical and STAT, of the earliest due, and of the longest waiting. */
const CONSIDERED = { pressing: 150, due: 150, waiting: 100 };

type OpenRow = OpenRead['read'] &
  Pick<Study, 'priority' | 'hold'> &
  Likeness &
  Omit<ExamStudy, 'modalityFamily' | 'bodyPart'> & {
    studyState: Study['state'];
    independent: boolean;
    /** Whether a draft or preliminary comes before it. */
    drafted: boolean;
    now: Instant;
  };

/** Stands for whatever draft or preliminary comes before a read. */
const DRAFT: ExamRead = { ordinal: 0, issues: 'draft', independent: false, state: 'completed' };

/** Queued reads of readable studies whose open steps name the group, those planned for the reader among them; in the system scope. */
export async function openForGroup(
  tx: Tx,
  readingGroupId: ReadingGroupId,
  planned: readonly ReadId[] = [],
): Promise<{ open: OpenRead[]; now: Instant }> {
  const rows = await tx.read<OpenRow>(
    // Each branch walks an index in its own order and stops: the cost does not grow with the queue. Who may see is asked
    // read by read, or it would be looked up in everything the group has ever read.
    `with open as not materialized (
       select r.health_system_id, r.id, r.purpose, r.due_at, r.queued_at, s.priority, s.state as study_state from read r
       join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
       where r.state = 'queued' and r.ladder_step >= 0
         and (select true from study_access a where a.grantee = $1 and a.study_id = r.study_id)
         and (s.hold is null or s.priority in ('critical', 'stat'))
         and s.state not in ('expected', 'cancelled')
         and (s.state <> 'receiving' or s.priority = 'critical')),
     considered as (
       (select health_system_id, id from open
        where priority in ('critical', 'stat') and purpose not in ${OPINIONS}
          and study_state not in ('expected', 'cancelled', 'final')
        order by priority, due_at limit ${CONSIDERED.pressing})
       union (select health_system_id, id from open order by due_at limit ${CONSIDERED.due})
       union (select health_system_id, id from open order by queued_at limit ${CONSIDERED.waiting})
       union (select health_system_id, id from open where id = any ($2::uuid[])))
     select r.health_system_id as "healthSystemId", r.id, r.study_id as "studyId", r.facility_id as "facilityId", r.purpose, r.state,
       r.declined_by as "declinedBy", r.pin, r.ladder, r.queued_at as "queuedAt", r.due_at as "dueAt",
       r.expected_minutes as "expectedMinutes", s.priority, s.hold, s.state as "studyState", s.patient_id as "patientId",
       s.modality_family as "modalityFamily", s.body_part as "bodyPart", s.protocol, s.procedure_code as "procedureCode",
       s.description, s.priors, s.announced, s.instances_arrived as "instancesArrived", r.independent,
       exists (select from read d where d.health_system_id = r.health_system_id and d.study_id = r.study_id
         and d.ordinal < r.ordinal and d.issues in ('draft', 'preliminary') and d.state <> 'cancelled') as drafted,
       overread_now() as now
     from considered c join read r on r.health_system_id = c.health_system_id and r.id = c.id
     join study s on s.health_system_id = r.health_system_id and s.id = r.study_id`,
    [readingGroupId, planned],
  );
  return { open: rows.map(openRead), now: rows[0]?.now ?? (await tx.now()) };
}

function openRead({
  priority,
  hold,
  studyState,
  patientId,
  protocol,
  independent,
  drafted,
  ...row
}: OpenRow): OpenRead {
  const { modalityFamily, bodyPart, procedureCode, description, priors, announced, instancesArrived, ...read } = row;
  const likeness = { patientId, modalityFamily, bodyPart, protocol };
  const examined = { modalityFamily, bodyPart, procedureCode, description, priors, announced, instancesArrived };
  return {
    read,
    study: { id: read.studyId, priority, hold, state: studyState, ...likeness },
    exam: examOf(examined, { ...DRAFT, ordinal: 1, independent }, drafted ? [DRAFT] : []),
  };
}

/** The read that a reader is offered, if any. */
export async function offerTo(tx: Tx, readerId: string): Promise<ReadKey | null> {
  const [offer] = await tx.read<ReadKey>(
    `select health_system_id as "healthSystemId", study_id as "studyId", id from read
     where reader_id = $1 and state = 'assigned' order by offer_expires_at, id limit 1`,
    [readerId],
  );
  return offer ?? null;
}

/** The reads a reader holds or is offered. */
export async function readsOf(tx: Tx, readerId: string): Promise<Waiting[]> {
  const ids = await tx.read<{ id: ReadId; studyId: StudyId }>(
    `select id, study_id as "studyId" from read where reader_id = $1 and state in ('assigned', 'in-progress')`,
    [readerId],
  );
  return withStudies(tx, ids);
}

/**
 * Locks the study of the first of these reads whose study nobody else has locked, and answers which read it is. What is
 * being taken by another is passed over, not waited for.
 */
export async function claimFirst(tx: Tx, reads: readonly ReadKey[]): Promise<ReadId | null> {
  const [first] = await tx.read<{ id: ReadId }>(
    `select w.id from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as w(health_system_id, study_id, id, place)
     join study s on s.health_system_id = w.health_system_id and s.id = w.study_id
     join read r on r.health_system_id = w.health_system_id and r.id = w.id and r.state = 'queued'
     order by w.place limit 1 for no key update of s skip locked`,
    [reads.map((read) => read.healthSystemId), reads.map((read) => read.studyId), reads.map((read) => read.id)],
  );
  return first?.id ?? null;
}

/** Offers whose instant has passed. */
export const expiredOffers = (tx: Tx, limit: number): Promise<{ id: ReadId; studyId: StudyId }[]> =>
  tx.read(
    `select id, study_id as "studyId" from read where state = 'assigned' and offer_expires_at <= (select overread_now())
     order by offer_expires_at limit $1`,
    [limit],
  );

/** The reads with their studies, in the order given; those that are gone are left out. */
export async function withStudies(tx: Tx, ids: readonly { id: ReadId; studyId: StudyId }[]): Promise<Waiting[]> {
  if (ids.length === 0) return [];
  const studyId = [...new Set(ids.map((each) => each.studyId))];
  const unlocked = { lock: 'none' } as const;
  const { studies, reads } = await look(tx, {
    studies: all(StudyEntity, { id: studyId }, unlocked),
    reads: all(ReadEntity, { studyId }, unlocked),
  });
  const studyById = new Map(studies.map((study) => [study.id, study]));
  const readsByStudy = Map.groupBy(reads, (read) => read.studyId);
  return ids.flatMap(({ id, studyId: of }) => {
    const study = studyById.get(of);
    const siblings = readsByStudy.get(of) ?? [];
    const read = siblings.find((each) => each.id === id);
    return study && read ? [{ study, read, reads: siblings }] : [];
  });
}
