import { Injectable } from '@nestjs/common';
import type { HealthSystemId, PatientId, Principal, StudyId } from '@overread/domain';
import { newId, type Tx } from '@overread/platform';
import { AccessLogEntity } from './entities/access-log.entity.js';

/** What was looked at. `action` says how (`study.view`, `report.pdf`, `image.download`). */
export interface Look {
  studyId: StudyId | null;
  healthSystemId: HealthSystemId | null;
  patientId: PatientId | null;
  action: string;
  address?: string | null;
  reason?: string | null;
}

/** Every look at a patient's data leaves a row, in the transaction of the look itself: no row, no answer. */
@Injectable()
export class AccessLog {
  async looked(tx: Tx, principal: Principal, looks: Look | readonly Look[]): Promise<void> {
    const list: readonly Look[] = Array.isArray(looks) ? looks : [looks as Look];
    if (list.length === 0) return;
    const rows = list.map((look) => ({
      id: newId(),
      principal: principal.id,
      role: principal.role,
      healthSystemId: look.healthSystemId,
      studyId: look.studyId,
      patientId: look.patientId,
      action: look.action,
      address: look.address ?? principal.address ?? null,
      reason: look.reason ?? null,
    }));
    await tx.add(AccessLogEntity, rows);
  }
}
