import type { HealthSystemId, Instant, PatientId, Role, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One look at a patient's data: who, what, when, from where, why. Never changed. */
@Entity('access_log')
@Index('access_log_study', ['studyId'])
export class AccessLogEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'access_log_pk', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Instant;

  @Column({ type: 'text' })
  principal!: string;

  @Column({ type: 'text' })
  role!: Role;

  @Column({ type: 'uuid', nullable: true })
  healthSystemId!: HealthSystemId | null;

  @Column({ type: 'uuid', nullable: true })
  studyId!: StudyId | null;

  @Column({ type: 'uuid', nullable: true })
  patientId!: PatientId | null;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;
}
