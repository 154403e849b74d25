import type { ApiKeyId, FacilityId, HealthSystemId, Instant } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('api_key')
@Index('api_key_hash_unique', ['keyHash'], { unique: true })
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'api_key_pk' })
  id!: ApiKeyId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  keyHash!: string;

  @Column({ type: 'uuid', array: true })
  facilityIds!: FacilityId[];

  @Column({ type: 'uuid', nullable: true })
  defaultFacilityId!: FacilityId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Instant | null;
}
