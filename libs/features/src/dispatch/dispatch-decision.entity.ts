import type { HealthSystemId, Instant, Json, JsonObject, ReadId, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('dispatch_decision')
@Index('dispatch_decision_read', ['readId', 'at'])
export class DispatchDecisionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'dispatch_decision_pk' })
  healthSystemId!: HealthSystemId;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'dispatch_decision_pk' })
  id!: string;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'text' })
  trigger!: string;

  @Column({ type: 'uuid', nullable: true })
  chosen!: string | null;

  @Column({ type: 'jsonb' })
  candidates!: Json[];

  @Column({ type: 'jsonb' })
  facts!: JsonObject;

  /** What the decision stood on (`DecisionInputs`); may be dropped after a while. */
  @Column({ type: 'jsonb', nullable: true })
  inputs!: JsonObject | null;

  /** SHA-256 of the canonical text of the inputs; null for decisions from before they were kept. */
  @Column({ type: 'text', nullable: true })
  hash!: string | null;
}
