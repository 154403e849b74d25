import type { Instant, ReadingGroup, ReadingGroupId, WorkPause } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('reading_group')
export class ReadingGroupEntity implements ReadingGroup {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'reading_group_pk' })
  id!: ReadingGroupId;

  @Column({ type: 'text' })
  name!: ReadingGroup['name'];

  @Column({ type: 'text' })
  country!: ReadingGroup['country'];

  @Column({ type: 'text' })
  zone!: ReadingGroup['zone'];

  @Column({ type: 'boolean' })
  picksFreely!: ReadingGroup['picksFreely'];

  @Column({ type: 'jsonb', nullable: true })
  pause?: WorkPause | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: ReadingGroup['version'];
}
