import type { Draft, HealthSystemId, Instant, ReadId, ReaderId, StudyId } from '@overread/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('draft')
export class DraftEntity implements Draft {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'draft_pk' })
  readId!: ReadId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'jsonb' })
  sections!: Draft['sections'];

  @Column({ type: 'text' })
  impression!: Draft['impression'];

  @Column({ type: 'text', nullable: true })
  conclusion!: Draft['conclusion'];

  @Column({ type: 'timestamptz', precision: 3 })
  savedAt!: Instant;

  @Column({ type: 'integer' })
  version!: Draft['version'];
}
