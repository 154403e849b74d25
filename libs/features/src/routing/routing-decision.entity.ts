import type { HealthSystemId, Instant, JsonObject, PolicyId, PolicyVersionId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('routing_decision')
@Index('routing_decision_study', ['studyId', 'at'])
@Index('routing_decision_rule', ['policyId', 'ruleId', 'at'])
export class RoutingDecisionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'routing_decision_pk' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'routing_decision_pk' })
  id!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'uuid', nullable: true })
  policyId!: PolicyId | null;

  @Column({ type: 'uuid', nullable: true })
  policyVersionId!: PolicyVersionId | null;

  @Column({ type: 'text', nullable: true })
  ruleId!: string | null;

  @Column({ type: 'text' })
  plan!: string;

  @Column({ type: 'jsonb' })
  explanation!: JsonObject;
}
