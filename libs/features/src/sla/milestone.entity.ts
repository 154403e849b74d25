import type { HealthSystemId, Instant, MilestoneKind, ReadId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('milestone')
@Index('milestone_study', ['studyId', 'at'])
export class MilestoneEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'milestone_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'milestone_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid', nullable: true })
  readId!: ReadId | null;

  @Column({ type: 'text' })
  kind!: MilestoneKind;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text' })
  source!: string;
}
