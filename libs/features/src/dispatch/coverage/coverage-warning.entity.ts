import type { CoverageWarning, CoverageWarningId, Instant, ReadingGroupId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A row of `CoverageWarning`, whichever its subject. */
@Entity('coverage_warning')
@Index('coverage_warning_warned', ['warnedAt', 'id'])
@Index('coverage_warning_open', { synchronize: false })
@Index('coverage_warning_one_credential', { synchronize: false })
export class CoverageWarningEntity implements Record<keyof CoverageWarning, unknown> {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'coverage_warning_pk' })
  id!: CoverageWarningId;

  @Column({ type: 'text' })
  subject!: CoverageWarning['subject'];

  @Column({ type: 'jsonb', nullable: true })
  kind!: CoverageWarning['kind'];

  @Column({ type: 'uuid', array: true })
  readingGroupIds!: ReadingGroupId[];

  @Column({ type: 'jsonb' })
  state!: CoverageWarning['state'];

  @Column({ type: 'jsonb' })
  told!: CoverageWarning['told'];

  @Column({ type: 'jsonb', nullable: true })
  mending!: CoverageWarning['mending'];

  @Column({ type: 'timestamptz', precision: 3 })
  raisedAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  warnedAt!: Instant;

  @Column({ type: 'integer' })
  warnings!: number;

  @Column({ type: 'jsonb', nullable: true })
  acknowledgement!: CoverageWarning['acknowledgement'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Instant | null;

  @Column({ type: 'text', nullable: true })
  ended!: CoverageWarning['ended'];

  @Column({ type: 'integer' })
  version!: number;
}
