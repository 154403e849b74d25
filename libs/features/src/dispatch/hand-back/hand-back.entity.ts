import type { FacilityId, HandBack, HandBackId, HealthSystemId, Instant, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('hand_back')
@Index('hand_back_id', ['id'])
@Index('hand_back_study', ['studyId'])
@Index('hand_back_opened', ['openedAt', 'id'])
@Index('hand_back_one_open', { synchronize: false })
export class HandBackEntity implements HandBack {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'hand_back_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'hand_back_pk' })
  id!: HandBackId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'text' })
  reason!: HandBack['reason'];

  @Column({ type: 'text', nullable: true })
  note!: HandBack['note'];

  @Column({ type: 'timestamptz', precision: 3 })
  openedAt!: Instant;

  @Column({ type: 'jsonb' })
  openedBy!: HandBack['openedBy'];

  @Column({ type: 'jsonb' })
  callees!: HandBack['callees'];

  @Column({ type: 'jsonb' })
  attempts!: HandBack['attempts'];

  @Column({ type: 'double precision' })
  stepMinutes!: HandBack['stepMinutes'];

  @Column({ type: 'integer' })
  escalations!: HandBack['escalations'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextEscalationAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  acknowledgement!: HandBack['acknowledgement'];

  @Column({ type: 'jsonb', nullable: true })
  refusal!: HandBack['refusal'];

  @Column({ type: 'text', nullable: true })
  withdrawal!: HandBack['withdrawal'];

  @Column({ type: 'jsonb', nullable: true })
  reading!: HandBack['reading'];

  @Column({ type: 'jsonb', nullable: true })
  reclaim!: HandBack['reclaim'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: HandBack['version'];
}
