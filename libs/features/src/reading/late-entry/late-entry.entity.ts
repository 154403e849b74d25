import type {
  HealthSystemId,
  Instant,
  LateEntry,
  LateEntryId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  ReportId,
  StudyId,
} from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('late_entry')
@Index('late_entry_study', ['studyId'])
export class LateEntryEntity implements LateEntry {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'late_entry_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'late_entry_pk' })
  id!: LateEntryId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'uuid' })
  reportId!: ReportId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  startedAt!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3 })
  readAt!: Instant;

  @Column({ type: 'timestamptz', precision: 3 })
  enteredAt!: Instant;

  @Column({ type: 'text' })
  source!: LateEntry['source'];

  @Column({ type: 'text' })
  evidence!: LateEntry['evidence'];

  @Column({ type: 'jsonb' })
  place!: LateEntry['place'];
}
