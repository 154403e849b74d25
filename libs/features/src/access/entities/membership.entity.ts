import type { Instant, Office, ReaderId, Role, UserId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('membership')
@Index('membership_user', ['userId'])
export class MembershipEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'membership_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  userId!: UserId;

  @Column({ type: 'text' })
  role!: Role;

  @Column({ type: 'text' })
  organizationKind!: 'network' | 'health-system' | 'reading-group';

  @Column({ type: 'uuid', nullable: true })
  organizationId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  readerId!: ReaderId | null;

  @Column({ type: 'text', nullable: true })
  office!: Office | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validFrom!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validUntil!: Instant | null;
}
