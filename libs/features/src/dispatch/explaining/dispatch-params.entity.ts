import type { Instant, JsonObject } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Parameters of dispatch that decisions were made with; a version is the hash of what it says. */
@Entity('dispatch_params')
export class DispatchParamsEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'dispatch_params_pk' })
  version!: string;

  @Column({ type: 'jsonb' })
  params!: JsonObject;

  @Column({ type: 'timestamptz', precision: 3 })
  firstUsedAt!: Instant;
}
