import type { HealthSystem, HealthSystemId, Instant } from '@overread/domain';
import { LockOrder } from '@overread/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('health_system')
@LockOrder(1)
export class HealthSystemEntity implements HealthSystem {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'health_system_pk' })
  id!: HealthSystemId;

  @Column({ type: 'text' })
  name!: HealthSystem['name'];

  @Column({ type: 'text', array: true })
  deniedCountries!: HealthSystem['deniedCountries'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: HealthSystem['version'];
}
