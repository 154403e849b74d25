import type { Grading, GradingId, HealthSystemId, Instant, PairId, ReaderId, ReadId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('grading')
@Index('grading_once', ['pairId'], { unique: true })
@Index('grading_study', ['studyId'])
export class GradingEntity implements Grading {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'grading_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'grading_pk' })
  id!: GradingId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  pairId!: PairId;

  @Column({ type: 'uuid' })
  firstReadId!: ReadId;

  @Column({ type: 'uuid' })
  secondReadId!: ReadId;

  @Column({ type: 'uuid' })
  graderId!: ReaderId;

  @Column({ type: 'text' })
  scheme!: Grading['scheme'];

  @Column({ type: 'text' })
  schemeVersion!: Grading['schemeVersion'];

  @Column({ type: 'text' })
  grade!: Grading['grade'];

  @Column({ type: 'text', nullable: true })
  comment!: Grading['comment'];

  @Column({ type: 'jsonb' })
  findings!: Grading['findings'];

  @Column({ type: 'boolean' })
  discordant!: Grading['discordant'];

  @Column({ type: 'timestamptz', precision: 3 })
  gradedAt!: Instant;
}
