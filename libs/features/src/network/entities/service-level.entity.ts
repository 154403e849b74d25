import type { ContractId, Instant, ServiceLevel, ServiceLevelId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('service_level')
@Index('service_level_contract', ['contractId'])
export class ServiceLevelEntity implements ServiceLevel {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'service_level_pk' })
  id!: ServiceLevelId;

  @Column({ type: 'uuid' })
  contractId!: ContractId;

  @Column({ type: 'text' })
  name!: ServiceLevel['name'];

  @Column({ type: 'text', array: true })
  modalityFamilies!: ServiceLevel['modalityFamilies'];

  @Column({ type: 'text', array: true })
  priorities!: ServiceLevel['priorities'];

  @Column({ type: 'text', array: true })
  patientClasses!: ServiceLevel['patientClasses'];

  @Column({ type: 'text', array: true })
  issues!: ServiceLevel['issues'];

  @Column({ type: 'double precision' })
  targetMinutes!: ServiceLevel['targetMinutes'];

  @Column({ type: 'double precision' })
  warnShare!: ServiceLevel['warnShare'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;
}
