import type { Instant, PolicyId, PolicyVersion, PolicyVersionId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('policy_version')
@Index('policy_version_number', ['policyId', 'number'], { unique: true })
@Index('policy_version_one_active', { synchronize: false })
export class PolicyVersionEntity implements PolicyVersion {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_version_pk' })
  id!: PolicyVersionId;

  @Column({ type: 'uuid' })
  policyId!: PolicyId;

  @Column({ type: 'integer' })
  number!: PolicyVersion['number'];

  @Column({ type: 'text' })
  state!: PolicyVersion['state'];

  @Column({ type: 'jsonb' })
  document!: PolicyVersion['document'];

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  activatedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: PolicyVersion['version'];
}
