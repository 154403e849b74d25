import type { FacilityId, HealthSystemId, Instant, JsonObject, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('intake_exception')
@Index('intake_exception_at', ['healthSystemId', 'at'])
export class IntakeExceptionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'intake_exception_pk' })
  id!: string;

  @Column({ type: 'uuid', nullable: true })
  healthSystemId!: HealthSystemId | null;

  @Column({ type: 'uuid', nullable: true })
  facilityId!: FacilityId | null;

  @Column({ type: 'uuid', nullable: true })
  studyId!: StudyId | null;

  @Column({ type: 'text' })
  door!: 'rest' | 'dicomweb' | 'dimse';

  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'jsonb' })
  facts!: JsonObject;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  resolvedAt!: Instant | null;

  @Column({ type: 'text', nullable: true })
  resolvedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  resolution!: string | null;

  @Column({ type: 'integer' })
  version!: number;
}
