import type {
  Adjudication,
  AdjudicationId,
  HealthSystemId,
  Instant,
  PairId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('adjudication')
@Index('adjudication_read', ['readId'], { unique: true })
@Index('adjudication_study', ['studyId'])
@Index('adjudication_open', { synchronize: false })
@Index('adjudication_due', { synchronize: false })
@Index('adjudication_requested', ['requestedAt', 'id'])
export class AdjudicationEntity implements Adjudication {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'adjudication_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'adjudication_pk' })
  id!: AdjudicationId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  pairId!: PairId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'uuid', nullable: true })
  ownerGroupId!: ReadingGroupId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  requestedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  dueAt!: Instant;

  @Column({ type: 'uuid', nullable: true })
  adjudicatorId!: ReaderId | null;

  @Column({ type: 'text', nullable: true })
  outcome!: Adjudication['outcome'];

  @Column({ type: 'text', nullable: true })
  grade!: Adjudication['grade'];

  @Column({ type: 'text', nullable: true })
  comment!: Adjudication['comment'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  decidedAt!: Instant | null;

  @Column({ type: 'integer' })
  escalations!: Adjudication['escalations'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextEscalationAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: Adjudication['version'];
}
