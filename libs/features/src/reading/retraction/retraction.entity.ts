import type { HealthSystemId, Instant, ReadId, ReportId, Retraction, RetractionId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('retraction')
@Index('retraction_study', ['studyId'])
export class RetractionEntity implements Retraction {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'retraction_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'retraction_pk' })
  id!: RetractionId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'uuid', array: true })
  reportIds!: ReportId[];

  @Column({ type: 'text' })
  kind!: Retraction['kind'];

  @Column({ type: 'text' })
  reason!: Retraction['reason'];

  @Column({ type: 'text' })
  retractedBy!: Retraction['retractedBy'];

  @Column({ type: 'text' })
  retractedByName!: Retraction['retractedByName'];

  @Column({ type: 'uuid', nullable: true })
  replacementReadId!: ReadId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;
}
