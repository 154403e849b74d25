import type { Instant, UserId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('user_account')
@Index('user_account_email_unique', { synchronize: false })
export class UserAccountEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'user_account_pk' })
  id!: UserId;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  passwordHash!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  disabledAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Instant;

  @Column({ type: 'integer' })
  version!: number;
}
