import type { ReadingGroupId } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('roster_day')
export class RosterDayEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'roster_day_pk' })
  readingGroupId!: ReadingGroupId;

  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'roster_day_pk' })
  day!: string;

  @Column({ type: 'integer' })
  version!: number;
}
