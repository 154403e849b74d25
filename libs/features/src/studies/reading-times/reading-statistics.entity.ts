import type { ReaderId, ReadingStatistics } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('reading_statistics')
export class ReadingStatisticsEntity implements ReadingStatistics {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'reading_statistics_pk' })
  readerId!: ReaderId;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'reading_statistics_pk' })
  examType!: string;

  @Column({ type: 'integer' })
  reads!: number;

  @Column({ type: 'integer' })
  culled!: number;

  @Column({ type: 'double precision', array: true })
  sums!: number[];

  /** Of the last event that counts. */
  @Column({ type: 'bigint' })
  position!: number;
}
