import type { Facility, FacilityId, HealthSystemId, Instant } from '@overread/domain';
import { LockOrder } from '@overread/platform';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('facility')
@LockOrder(2)
@Index('facility_code_unique', ['code'], { unique: true })
@Index('facility_health_system', ['healthSystemId'])
export class FacilityEntity implements Facility {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'facility_pk' })
  id!: FacilityId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'text' })
  code!: Facility['code'];

  @Column({ type: 'text' })
  name!: Facility['name'];

  @Column({ type: 'text' })
  kind!: Facility['kind'];

  @Column({ type: 'text' })
  country!: Facility['country'];

  @Column({ type: 'text', nullable: true })
  subdivision!: Facility['subdivision'];

  @Column({ type: 'text' })
  zone!: Facility['zone'];

  @Column({ type: 'text', array: true })
  aeTitles!: Facility['aeTitles'];

  @Column({ type: 'text', array: true })
  hl7Ids!: Facility['hl7Ids'];

  @Column({ type: 'text' })
  issuer!: Facility['issuer'];

  @Column({ type: 'jsonb' })
  defaults!: Facility['defaults'];

  @Column({ type: 'text', nullable: true })
  phone!: Facility['phone'];

  @Column({ type: 'jsonb' })
  callTree!: Facility['callTree'];

  @Column({ type: 'text', nullable: true })
  standbyRoute!: Facility['standbyRoute'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: Facility['version'];
}
