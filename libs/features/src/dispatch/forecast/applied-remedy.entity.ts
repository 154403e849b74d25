import type { Instant, JsonObject, ReadingGroupId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A remedy that somebody applied: what it was to save, and what the forecast said right after. */
@Entity('applied_remedy')
@Index('applied_remedy_at', ['appliedAt'])
export class AppliedRemedyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'applied_remedy_pk' })
  id!: string;

  /** Its name in the forecast. */
  @Column({ type: 'text' })
  remedy!: string;

  /** The group whose forecast it was taken from; null for the whole network's. */
  @Column({ type: 'uuid', nullable: true })
  readingGroupId!: ReadingGroupId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  appliedAt!: Instant;

  @Column({ type: 'text' })
  appliedBy!: string;

  @Column({ type: 'jsonb' })
  facts!: JsonObject;
}
