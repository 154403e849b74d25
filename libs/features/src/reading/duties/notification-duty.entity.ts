import type {
  DutyId,
  FacilityId,
  HealthSystemId,
  Instant,
  NotificationDuty,
  ReadId,
  ReportId,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('notification_duty')
@Index('notification_duty_id', ['id'])
@Index('notification_duty_study', ['studyId'])
@Index('notification_duty_opened', ['kind', 'openedAt'])
@Index('notification_duty_due', { synchronize: false })
@Index('notification_duty_live', { synchronize: false })
export class NotificationDutyEntity implements NotificationDuty {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'notification_duty_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'notification_duty_pk' })
  id!: DutyId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;

  @Column({ type: 'text' })
  kind!: NotificationDuty['kind'];

  @Column({ type: 'text' })
  source!: NotificationDuty['source'];

  @Column({ type: 'text' })
  owedTo!: NotificationDuty['owedTo'];

  @Column({ type: 'uuid', nullable: true })
  readId!: ReadId | null;

  @Column({ type: 'uuid', nullable: true })
  reportId!: ReportId | null;

  @Column({ type: 'uuid', nullable: true })
  formerReportId!: ReportId | null;

  @Column({ type: 'text', nullable: true })
  toName!: NotificationDuty['toName'];

  @Column({ type: 'text', nullable: true })
  toContact!: NotificationDuty['toContact'];

  @Column({ type: 'text', nullable: true })
  note!: NotificationDuty['note'];

  @Column({ type: 'boolean', nullable: true })
  patientLeft!: NotificationDuty['patientLeft'];

  @Column({ type: 'timestamptz', precision: 3 })
  openedAt!: Instant;

  @Column({ type: 'text', nullable: true })
  openedBy!: NotificationDuty['openedBy'];

  @Column({ type: 'double precision' })
  targetMinutes!: NotificationDuty['targetMinutes'];

  @Column({ type: 'timestamptz', precision: 3 })
  dueAt!: Instant;

  @Column({ type: 'jsonb' })
  attempts!: NotificationDuty['attempts'];

  @Column({ type: 'jsonb', nullable: true })
  acknowledgement!: NotificationDuty['acknowledgement'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  acknowledgedAt!: Instant | null;

  @Column({ type: 'integer' })
  escalations!: NotificationDuty['escalations'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  nextEscalationAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  closure!: NotificationDuty['closure'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  closedAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: NotificationDuty['version'];
}
