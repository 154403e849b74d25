import type { FacilityId, Instant, Reader, ReaderId, ReadingGroupId, WorkPause } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('reader')
export class ReaderEntity implements Reader {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'reader_pk' })
  id!: ReaderId;

  @Column({ type: 'text' })
  name!: Reader['name'];

  @Column({ type: 'text' })
  kind!: Reader['kind'];

  @Column({ type: 'uuid', nullable: true })
  supervisorId!: ReaderId | null;

  @Column({ type: 'jsonb' })
  homePlace!: Reader['homePlace'];

  @Column({ type: 'uuid', array: true })
  readingGroupIds!: ReadingGroupId[];

  @Column({ type: 'text', array: true })
  competences!: Reader['competences'];

  @Column({ type: 'text', array: true })
  subspecialties!: Reader['subspecialties'];

  @Column({ type: 'text', array: true })
  languages!: Reader['languages'];

  @Column({ type: 'uuid', array: true })
  excludedFacilityIds!: FacilityId[];

  @Column({ type: 'jsonb' })
  limits!: Reader['limits'];

  @Column({ type: 'jsonb', nullable: true })
  pause?: WorkPause | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: Reader['version'];
}
