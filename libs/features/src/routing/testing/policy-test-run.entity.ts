import type { Instant, PolicyId, PolicyTestRun, PolicyTestRunId, PolicyVersionId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('policy_test_run')
@Index('policy_test_run_version', ['policyVersionId', 'at'])
export class PolicyTestRunEntity implements PolicyTestRun {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_test_run_pk' })
  id!: PolicyTestRunId;

  @Column({ type: 'uuid' })
  policyId!: PolicyId;

  @Column({ type: 'uuid' })
  policyVersionId!: PolicyVersionId;

  @Column({ type: 'uuid', nullable: true })
  againstVersionId!: PolicyVersionId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'text' })
  kind!: PolicyTestRun['kind'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  fromAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  untilAt!: Instant | null;

  @Column({ type: 'integer' })
  studies!: number;

  @Column({ type: 'integer' })
  changed!: number;

  @Column({ type: 'jsonb' })
  rules!: PolicyTestRun['rules'];
}
