import type { Instant, JurisdictionRule, JurisdictionRuleId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A version of a record: `id` is the record's. */
@Entity('jurisdiction_rule')
@Index('jurisdiction_rule_standing', { synchronize: false })
@Index('jurisdiction_rule_once', { synchronize: false })
export class JurisdictionRuleEntity implements JurisdictionRule {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'jurisdiction_rule_pk' })
  id!: JurisdictionRuleId;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'jurisdiction_rule_pk' })
  number!: number;

  @Column({ type: 'text' })
  country!: string;

  @Column({ type: 'text', nullable: true })
  subdivision!: string | null;

  @Column({ type: 'text' })
  rule!: JurisdictionRule['rule'];

  @Column({ type: 'jsonb' })
  parameters!: JurisdictionRule['parameters'];

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text', nullable: true })
  sourceUrl!: string | null;

  @Column({ type: 'date' })
  validFrom!: string;

  @Column({ type: 'date', nullable: true })
  validUntil!: string | null;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  recordedAt!: Instant;

  @Column({ type: 'text' })
  recordedBy!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  supersededAt!: Instant | null;
}
