import type {
  HealthSystemId,
  Instant,
  PolicyId,
  PolicyShadow,
  PolicyShadowId,
  PolicyVersionId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('policy_shadow')
@Index('policy_shadow_policy', ['policyId', 'startedAt'])
@Index('policy_shadow_one_running', { synchronize: false })
export class PolicyShadowEntity implements PolicyShadow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_shadow_pk' })
  id!: PolicyShadowId;

  /** The policy's: whose administrators may look. */
  @Column({ type: 'uuid', nullable: true })
  healthSystemId!: HealthSystemId | null;

  @Column({ type: 'uuid' })
  policyId!: PolicyId;

  @Column({ type: 'uuid' })
  policyVersionId!: PolicyVersionId;

  @Column({ type: 'uuid', nullable: true })
  againstVersionId!: PolicyVersionId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  startedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  until!: Instant;

  @Column({ type: 'text' })
  startedBy!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Instant | null;

  @Column({ type: 'text', nullable: true })
  endedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  ended!: PolicyShadow['ended'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  forgottenAt!: Instant | null;

  @Column({ type: 'jsonb', nullable: true })
  figures!: PolicyShadow['figures'];

  @Column({ type: 'integer' })
  version!: number;
}
