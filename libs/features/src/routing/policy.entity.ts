import type { FacilityId, HealthSystemId, Policy, PolicyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('policy')
@Index('policy_scope_unique', { synchronize: false })
export class PolicyEntity implements Policy {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policy_pk' })
  id!: PolicyId;

  @Column({ type: 'text' })
  scope!: Policy['scope'];

  @Column({ type: 'uuid', nullable: true })
  healthSystemId!: HealthSystemId | null;

  @Column({ type: 'uuid', nullable: true })
  facilityId!: FacilityId | null;

  @Column({ type: 'text' })
  name!: Policy['name'];
}
