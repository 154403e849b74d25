import type {
  FacilityId,
  HealthSystemId,
  Instant,
  Pin,
  Read,
  ReadId,
  ReaderId,
  ReadingGroupId,
  ReadingSessionId,
  StudyId,
} from '@overread/domain';
import { LockOrder } from '@overread/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('read')
@LockOrder(20)
@Index('read_id', ['id'])
@Index('read_study', ['studyId'])
@Index('read_queued', { synchronize: false })
@Index('read_longest', { synchronize: false })
@Index('read_held', { synchronize: false })
@Index('read_offered', { synchronize: false })
@Index('read_completed', { synchronize: false })
@Index('read_completed_by', { synchronize: false })
@Index('read_one_holder', { synchronize: false })
@Check('read_holder_known', `state not in ('assigned', 'in-progress', 'completed') or reader_id is not null`)
export class ReadEntity implements Read {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'read_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'read_pk' })
  id!: ReadId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'integer' })
  ordinal!: Read['ordinal'];

  @Column({ type: 'text' })
  purpose!: Read['purpose'];

  @Column({ type: 'text' })
  issues!: Read['issues'];

  @Column({ type: 'boolean' })
  independent!: Read['independent'];

  @Column({ type: 'text' })
  state!: Read['state'];

  @Column({ type: 'text', nullable: true })
  tier!: Read['tier'];

  @Column({ type: 'uuid', nullable: true })
  readingGroupId!: ReadingGroupId | null;

  @Column({ type: 'uuid', nullable: true })
  readerId!: ReaderId | null;

  @Column({ type: 'uuid', nullable: true })
  sessionId!: ReadingSessionId | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  offerExpiresAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dueAt!: Instant | null;

  @Column({ type: 'jsonb' })
  ladder!: Read['ladder'];

  @Column({ type: 'integer' })
  ladderStep!: Read['ladderStep'];

  @Column({ type: 'uuid', array: true })
  declinedBy!: ReaderId[];

  @Column({ type: 'jsonb', nullable: true })
  pin?: Pin | null;

  @Column({ type: 'boolean' })
  billable!: Read['billable'];

  @Column({ type: 'double precision' })
  expectedMinutes!: Read['expectedMinutes'];

  @Column({ type: 'timestamptz', precision: 3 })
  queuedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  startedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  openedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  imagesOpenedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  idleWarnedAt?: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  stillReadingAt?: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  completedAt!: Instant | null;

  @Column({ type: 'uuid', nullable: true })
  breakGlassId!: Read['breakGlassId'];

  @Column({ type: 'integer' })
  version!: Read['version'];
}
