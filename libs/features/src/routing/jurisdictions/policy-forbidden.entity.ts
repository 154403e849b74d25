import type { ForbiddenPolicy, Instant, JurisdictionRuleId, PolicyId, PolicyVersionId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'policy_forbidden_pk' };

@Entity('policy_forbidden')
@Index('policy_forbidden_open', { synchronize: false })
export class PolicyForbiddenEntity implements ForbiddenPolicy {
  @Column({ type: 'uuid' })
  policyId!: PolicyId;

  @PrimaryColumn({ type: 'uuid', ...KEY })
  policyVersionId!: PolicyVersionId;

  @PrimaryColumn({ type: 'uuid', ...KEY })
  jurisdictionRuleId!: JurisdictionRuleId;

  @PrimaryColumn({ type: 'integer', ...KEY })
  jurisdictionRuleNumber!: number;

  @Column({ type: 'text' })
  code!: string;

  @PrimaryColumn({ type: 'text', ...KEY })
  path!: string;

  @Column({ type: 'text' })
  message!: string;

  @PrimaryColumn({ type: 'timestamptz', precision: 3, ...KEY })
  foundAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  clearedAt!: Instant | null;
}
