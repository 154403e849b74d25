import type { FacilityId, Instant, ReaderId, ReadingGroupId, RosterShift, RosterShiftId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('roster_shift')
@Index('roster_shift_group', ['readingGroupId', 'startsAt'])
@Index('roster_shift_reader', ['readerId', 'endsAt'])
export class RosterShiftEntity implements RosterShift {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'roster_shift_pk' })
  id!: RosterShiftId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'text' })
  name!: RosterShift['name'];

  @Column({ type: 'timestamptz', precision: 3 })
  startsAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  endsAt!: Instant;

  @Column({ type: 'text', array: true })
  modalityFamilies!: RosterShift['modalityFamilies'];

  @Column({ type: 'text', array: true })
  subspecialties!: RosterShift['subspecialties'];

  @Column({ type: 'uuid', array: true })
  facilityIds!: FacilityId[];

  @Column({ type: 'text', default: 'work' })
  kind?: 'work' | 'on-call';
}
