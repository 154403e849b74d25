import type { HealthSystemId, Instant, ReadId, ReaderId, Report, ReportId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('report')
@Index('report_study', ['studyId'])
@Index('report_once', { synchronize: false })
@Index('report_opinion_once', { synchronize: false })
export class ReportEntity implements Report {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'report_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'report_pk' })
  id!: ReportId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'text' })
  kind!: Report['kind'];

  @Column({ type: 'jsonb' })
  sections!: Report['sections'];

  @Column({ type: 'text' })
  impression!: Report['impression'];

  @Column({ type: 'text', nullable: true })
  conclusion!: Report['conclusion'];

  @Column({ type: 'uuid' })
  authorId!: ReaderId;

  @Column({ type: 'text' })
  authorName!: Report['authorName'];

  @Column({ type: 'timestamptz', precision: 3 })
  signedAt!: Instant;

  @Column({ type: 'text', array: true })
  flags!: Report['flags'];

  @Column({ type: 'text', nullable: true })
  toldName!: Report['toldName'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  toldAt!: Instant | null;

  @Column({ type: 'text', nullable: true })
  attestation!: Report['attestation'];

  @Column({ type: 'jsonb', nullable: true })
  lateEntry?: Report['lateEntry'];
}
