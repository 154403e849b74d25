import type { FacilityId, Instant, ModalityFamily } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many studies a facility sends of a family in an hour of the week, UTC, 0 Monday 00:00; no row means none. */
@Entity('arrival_profile')
export class ArrivalProfileEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'arrival_profile_pk' })
  facilityId!: FacilityId;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'arrival_profile_pk' })
  modalityFamily!: ModalityFamily;

  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'arrival_profile_pk' })
  hourOfWeek!: number;

  /** Mean of the weeks looked at. */
  @Column({ type: 'double precision' })
  studies!: number;

  @Column({ type: 'integer' })
  weeks!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  fittedAt!: Instant;
}
