import type { ClockId, HealthSystemId, Instant, ReadId, ServiceLevelId, SlaClock, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('sla_clock')
@Index('sla_clock_study', ['studyId'])
@Index('sla_clock_due', ['dueAt'])
@Index('sla_clock_to_warn', { synchronize: false })
@Index('sla_clock_to_breach', { synchronize: false })
@Index('sla_clock_open', { synchronize: false })
export class SlaClockEntity implements SlaClock {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sla_clock_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sla_clock_pk' })
  id!: ClockId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'uuid', nullable: true })
  serviceLevelId!: ServiceLevelId | null;

  @Column({ type: 'text' })
  name!: SlaClock['name'];

  @Column({ type: 'timestamptz', precision: 3 })
  startedAt!: Instant;

  @Column({ type: 'double precision' })
  targetMinutes!: SlaClock['targetMinutes'];

  @Column({ type: 'timestamptz', precision: 3 })
  dueAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  warnAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  stoppedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  voidedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  returnedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  warnedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  breachedAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: SlaClock['version'];
}
