import type { Instant, JsonObject } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One version of something an administrator edits, as it stood from `at` on. Never changed. */
@Entity('network_history')
@Index('network_history_entity', ['kind', 'entityId', 'version'])
export class NetworkHistoryEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'network_history_pk', default: () => 'uuidv7()' })
  id!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'uuid' })
  entityId!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text', nullable: true })
  actor!: string | null;

  @Column({ type: 'jsonb' })
  row!: JsonObject;
}
