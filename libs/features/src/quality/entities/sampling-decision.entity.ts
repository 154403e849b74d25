import type {
  HealthSystemId,
  Instant,
  PolicyId,
  PolicyVersionId,
  ReadId,
  SamplingDecisionId,
  StoredSampling,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('sampling_decision')
@Index('sampling_decision_once', ['firstReadId'], { unique: true })
@Index('sampling_decision_study', ['studyId'])
export class SamplingDecisionEntity implements StoredSampling {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sampling_decision_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sampling_decision_pk' })
  id!: SamplingDecisionId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  firstReadId!: ReadId;

  @Column({ type: 'uuid', nullable: true })
  secondReadId!: ReadId | null;

  @Column({ type: 'uuid' })
  policyId!: PolicyId;

  @Column({ type: 'uuid' })
  policyVersionId!: PolicyVersionId;

  @Column({ type: 'timestamptz', precision: 3 })
  decidedAt!: Instant;

  @Column({ type: 'boolean' })
  sampled!: StoredSampling['sampled'];

  @Column({ type: 'text', nullable: true })
  basis!: StoredSampling['basis'];

  @Column({ type: 'text', nullable: true })
  kind!: StoredSampling['kind'];

  @Column({ type: 'text', nullable: true })
  ruleId!: StoredSampling['ruleId'];

  @Column({ type: 'double precision', nullable: true })
  probability!: StoredSampling['probability'];

  @Column({ type: 'double precision' })
  draw!: StoredSampling['draw'];
}
