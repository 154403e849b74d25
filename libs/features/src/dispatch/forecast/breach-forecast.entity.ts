import type { HealthSystemId, Instant, Priority, ReadId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A chance that was given for a read, once in its life, and what came of it. */
@Entity('breach_forecast')
@Index('breach_forecast_open', { synchronize: false })
@Index('breach_forecast_settled', { synchronize: false })
export class BreachForecastEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'breach_forecast_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'breach_forecast_pk' })
  readId!: ReadId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  /** As the order of work takes it, see `workPriority`. */
  @Column({ type: 'text' })
  priority!: Priority;

  @Column({ type: 'timestamptz', precision: 3 })
  madeAt!: Instant;

  /** The deadline at that instant, by which it is judged. */
  @Column({ type: 'timestamptz', precision: 3 })
  dueAt!: Instant;

  /** As the model gives it. */
  @Column({ type: 'double precision' })
  chance!: number;

  /** As it was shown: corrected by the calibration in force. */
  @Column({ type: 'double precision' })
  shown!: number;

  @Column({ type: 'bigint' })
  modelVersion!: number;

  /** Null while open, and for one that ended without a result: cancelled. */
  @Column({ type: 'boolean', nullable: true })
  breached!: boolean | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  settledAt!: Instant | null;
}
