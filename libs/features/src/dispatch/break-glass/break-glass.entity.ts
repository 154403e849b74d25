import type {
  BreakGlass,
  BreakGlassId,
  FacilityId,
  HandBackId,
  HealthSystemId,
  Instant,
  MassCasualtyId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('break_glass')
@Index('break_glass_id', ['id'])
@Index('break_glass_study', ['studyId'])
@Index('break_glass_requested', ['requestedAt', 'id'])
@Index('break_glass_event', ['eventId'])
@Index('break_glass_one_open', { synchronize: false })
export class BreakGlassEntity implements BreakGlass {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'break_glass_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'break_glass_pk' })
  id!: BreakGlassId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'uuid', nullable: true })
  eventId!: MassCasualtyId | null;

  @Column({ type: 'uuid' })
  handBackId!: HandBackId;

  @Column({ type: 'text' })
  reason!: BreakGlass['reason'];

  @Column({ type: 'jsonb' })
  rules!: BreakGlass['rules'];

  @Column({ type: 'jsonb' })
  confirmations!: BreakGlass['confirmations'];

  @Column({ type: 'jsonb' })
  requestedBy!: BreakGlass['requestedBy'];

  @Column({ type: 'timestamptz', precision: 3 })
  requestedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  grantedAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  refusal!: BreakGlass['refusal'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lapsedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  takenAt!: Instant | null;

  @Column({ type: 'uuid', nullable: true })
  takenReadId!: ReadId | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  reviewDueAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  reviewEscalatedAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  review!: BreakGlass['review'];

  @Column({ type: 'integer' })
  version!: BreakGlass['version'];
}
