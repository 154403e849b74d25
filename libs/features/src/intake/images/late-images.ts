import { askForAddendum, type Change, type StudyRows } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, newId, one, type Tx } from '@overread/platform';
import { ReportEntity } from '../../reading/index.js';
import { RoutingService } from '../../routing/index.js';
import { PatientEntity, ReadEntity, StudyEntity } from '../../studies/index.js';
import type { StudyKey } from './received-image.js';

/** Images that come after the final ask its author for an addendum, in the change that made them the study's. */
@Injectable()
export class LateImages {
  constructor(private readonly routing: RoutingService) {}

  async ask(tx: Tx, { healthSystemId, id }: StudyKey): Promise<void> {
    const [whose] = await tx.read<{ patientId: PatientEntity['id'] }>(
      'select patient_id as "patientId" from study where health_system_id = $1 and id = $2',
      [healthSystemId, id],
    );
    if (whose === undefined) return;
    const targets = {
      study: one(StudyEntity, { healthSystemId, id }),
      reads: all(ReadEntity, { studyId: id }),
      reports: all(ReportEntity, { studyId: id }, { lock: 'none' }),
      patient: one(PatientEntity, { healthSystemId, id: whose.patientId }, { lock: 'none' }),
    };
    await tx.change(targets, ({ study, reads, reports, patient }, now): Change<StudyRows, unknown> => {
      const planning = this.routing.planningOf(study, patient, now);
      return askForAddendum({ study, reads }, { reports, planning, newId }, now);
    });
  }
}
