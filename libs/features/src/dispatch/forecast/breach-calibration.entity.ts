import type { CurvePoint, Instant } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A correction of chances, as it was fitted; the latest of its kind of work is in force. */
@Entity('breach_calibration')
@Index('breach_calibration_latest', ['work', 'fittedAt'])
export class BreachCalibrationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'breach_calibration_pk' })
  id!: string;

  /** `pressing` or `routine`: see `forecastedWork`. */
  @Column({ type: 'text' })
  work!: 'pressing' | 'routine';

  @Column({ type: 'timestamptz', precision: 3 })
  fittedAt!: Instant;

  /** Forecasts settled from then on were used. */
  @Column({ type: 'timestamptz', precision: 3 })
  fromAt!: Instant;

  @Column({ type: 'integer' })
  n!: number;

  @Column({ type: 'jsonb' })
  curve!: CurvePoint[];

  @Column({ type: 'bigint' })
  modelVersion!: number;
}
