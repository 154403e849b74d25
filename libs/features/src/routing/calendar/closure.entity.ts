import type { Closure, ClosureId, FacilityId, HealthSystemId, Instant } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('calendar_closure')
@Index('calendar_closure_place', ['healthSystemId', 'firstDay'])
export class ClosureEntity implements Closure {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'calendar_closure_pk' })
  id!: ClosureId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid', nullable: true })
  facilityId!: FacilityId | null;

  @Column({ type: 'text' })
  name!: Closure['name'];

  @Column({ type: 'date' })
  firstDay!: Closure['firstDay'];

  @Column({ type: 'date' })
  lastDay!: Closure['lastDay'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: Closure['version'];
}
