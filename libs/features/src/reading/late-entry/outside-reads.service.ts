import {
  demand,
  DomainError,
  type HealthSystemId,
  type PatientId,
  type Principal,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@overread/platform';
import type { OutsideRead } from '@overread/wire';
import { StudyView } from '../../sla/index.js';

interface Row extends OutsideRead {
  healthSystemId: HealthSystemId;
  patientId: PatientId;
}

/**
 * A read that waits is in no reader's sight; who read it on paper knows its number. By the exact number and facility, of
 * which the reader is privileged, they find what they may enter, and nothing of the patient. Who looked is kept.
 */
@Injectable()
export class OutsideReadsService {
  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
  ) {}

  find(principal: Principal, asked: { facility: string; accessionNumber: string }): Promise<OutsideRead[]> {
    demand(principal, 'sign');
    const { readerId } = principal;
    if (readerId === null)
      throw new DomainError('forbidden', 'access/forbidden', 'Only a reader enters their readings');
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const rows = await readsOf(tx, { ...asked, readerId });
      const seen = new Map(rows.map((row) => [row.studyId, row]));
      for (const { studyId, healthSystemId, patientId } of seen.values()) {
        const id = studyId as StudyId;
        await this.view.looked(tx, principal, {
          studyId: id,
          healthSystemId,
          patientId,
          action: 'study.found-outside',
        });
      }
      return rows.map(({ healthSystemId: _, patientId: __, ...shown }) => shown);
    });
  }
}

const readsOf = (
  tx: Tx,
  { facility, accessionNumber, readerId }: { facility: string; accessionNumber: string; readerId: string },
): Promise<Row[]> =>
  tx.read(
    `select r.id as "readId", s.id as "studyId", r.purpose, r.issues, f.zone, s.description,
       s.modality_family as "modalityFamily", s.health_system_id as "healthSystemId", s.patient_id as "patientId"
     from study s join facility f on f.id = s.facility_id
     join read r on r.health_system_id = s.health_system_id and r.study_id = s.id
     where f.code = $1 and s.accession_number = $2 and r.state in ('queued', 'assigned', 'in-progress')
       and (r.reader_id is null or r.reader_id = $3) and r.issues <> 'opinion' and r.purpose <> 'addendum'
       and exists (select from privilege p where p.reader_id = $3 and p.facility_id = f.id and p.retired_at is null)
     order by r.id limit 20`,
    [facility, accessionNumber, readerId],
  );
