import type { HealthSystemId, Instant, ReaderId, ReadId, RuleCode, StudyId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Memory and database answered differently who may take a read; nobody was given it. */
@Entity('eligibility_disagreement')
@Index('eligibility_disagreement_at', ['at'])
export class DisagreementEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'eligibility_disagreement_pk' })
  id!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Instant;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid' })
  studyId!: StudyId;

  @Column({ type: 'uuid' })
  readId!: ReadId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'text' })
  stage!: string;

  /** `memory`: it was behind the rows. `rules`: the two implementations differ on the same rows. */
  @Column({ type: 'text' })
  cause!: 'memory' | 'rules';

  @Column({ type: 'text', array: true })
  memorySaid!: RuleCode[];

  /** What the first implementation says of the rows as they are. */
  @Column({ type: 'text', array: true })
  rowsSaid!: RuleCode[];

  @Column({ type: 'text', array: true })
  databaseSaid!: RuleCode[];
}
