import type { Instant, UserId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('refresh_token')
@Index('refresh_token_hash_unique', ['tokenHash'], { unique: true })
@Index('refresh_token_family', ['familyId'])
export class RefreshTokenEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'refresh_token_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  userId!: UserId;

  @Column({ type: 'uuid' })
  familyId!: string;

  @Column({ type: 'text' })
  tokenHash!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  issuedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  usedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Instant | null;
}
