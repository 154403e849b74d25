import type { Contract, ContractId, FacilityId, HealthSystemId, Instant, ReadingGroupId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('contract')
@Index('contract_parties', ['healthSystemId', 'readingGroupId'])
export class ContractEntity implements Contract {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'contract_pk' })
  id!: ContractId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'text' })
  name!: Contract['name'];

  @Column({ type: 'text' })
  engagementModel!: Contract['engagementModel'];

  @Column({ type: 'uuid', array: true })
  facilityIds!: FacilityId[];

  @Column({ type: 'text', array: true })
  modalityFamilies!: Contract['modalityFamilies'];

  @Column({ type: 'text', array: true })
  priorities!: Contract['priorities'];

  @Column({ type: 'text', array: true })
  issues!: Contract['issues'];

  @Column({ type: 'jsonb', nullable: true })
  hours!: Contract['hours'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validFrom!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validUntil!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: Contract['version'];
}
