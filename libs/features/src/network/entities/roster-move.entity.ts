import type { Instant, ReaderId, ReadingGroupId, RosterMove, RosterMoveId, RosterShiftId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('roster_move')
@Index('roster_move_group', ['readingGroupId', 'id'])
export class RosterMoveEntity implements RosterMove {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'roster_move_pk' })
  id!: RosterMoveId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'text' })
  kind!: RosterMove['kind'];

  @Column({ type: 'text' })
  state!: RosterMove['state'];

  @Column({ type: 'uuid' })
  shiftId!: RosterShiftId;

  @Column({ type: 'uuid', nullable: true })
  otherShiftId!: RosterShiftId | null;

  @Column({ type: 'uuid' })
  fromReaderId!: ReaderId;

  @Column({ type: 'uuid' })
  toReaderId!: ReaderId;

  @Column({ type: 'uuid', array: true })
  awaiting!: ReaderId[];

  @Column({ type: 'text' })
  proposedBy!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'text', array: true })
  warnings!: string[];

  @Column({ type: 'timestamptz', precision: 3 })
  proposedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  decidedAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: number;
}
