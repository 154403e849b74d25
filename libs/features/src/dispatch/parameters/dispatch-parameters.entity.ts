import type { Instant, JsonObject } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A version of the network's parameters; the highest number is in force. */
@Entity('dispatch_parameters')
export class DispatchParametersEntity {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'dispatch_parameters_pk' })
  number!: number;

  @Column({ type: 'jsonb' })
  parameters!: JsonObject;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'text' })
  by!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  inForceAt!: Instant;

  @Column({ type: 'uuid', nullable: true })
  whatIfId!: string | null;

  @Column({ type: 'integer', nullable: true })
  backTo!: number | null;
}
