import type { FacilityId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('facility_ae_title')
@Index('facility_ae_title_facility', ['facilityId'])
export class FacilityAeTitleEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'facility_ae_title_pk' })
  aeTitle!: string;

  @Column({ type: 'uuid' })
  facilityId!: FacilityId;
}
