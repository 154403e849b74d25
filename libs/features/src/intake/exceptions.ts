import type { FacilityId, HealthSystemId, JsonObject, StudyId } from '@overread/domain';
import { Database, newId } from '@overread/platform';
import { Injectable } from '@nestjs/common';
import { IntakeExceptionEntity } from './intake-exception.entity.js';

export interface Refused {
  door: IntakeExceptionEntity['door'];
  /** Stable; `reason` is for people and names no patient. */
  code: string;
  reason: string;
  healthSystemId: HealthSystemId | null;
  facilityId: FacilityId | null;
  studyId: StudyId | null;
  facts: JsonObject;
}

/** What a door refused or held, kept until somebody resolves it. */
@Injectable()
export class IntakeExceptions {
  constructor(private readonly database: Database) {}

  /** In a transaction of its own: the one that refused is rolled back, the refusal must stay. */
  async record(refused: Refused): Promise<void> {
    await this.database.transaction({ kind: 'system', actor: `door-${refused.door}` }, async (tx) => {
      const id = newId();
      await tx.put(
        IntakeExceptionEntity,
        { id, ...refused, at: await tx.now(), resolvedAt: null, resolvedBy: null, resolution: null, version: 1 },
        [
          {
            type: 'intake.refused',
            healthSystemId: refused.healthSystemId,
            studyId: refused.studyId,
            readId: null,
            readingGroupIds: [],
            readerIds: [],
            version: 1,
            data: { exceptionId: id, door: refused.door, code: refused.code },
          },
        ],
      );
    });
  }
}
