import type { HealthSystemId, Instant, JsonObject, PatientId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Whose studies were, before a person said otherwise: enough to undo it. */
@Entity('identity_correction')
@Index('identity_correction_patient', ['healthSystemId', 'patientId'])
export class IdentityCorrectionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'identity_correction_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'identity_correction_pk' })
  id!: string;

  /** `moved`, `demographics`, `confirmed` or `patient-merged`. */
  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ type: 'uuid' })
  patientId!: PatientId;

  @Column({ type: 'uuid' })
  formerPatientId!: PatientId;

  /** The former patient's record as it was. */
  @Column({ type: 'jsonb' })
  former!: JsonObject;

  @Column({ type: 'uuid', array: true })
  studyIds!: StudyId[];

  @Column({ type: 'text' })
  correctedBy!: string;

  @Column({ type: 'text' })
  correctedByName!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;
}
