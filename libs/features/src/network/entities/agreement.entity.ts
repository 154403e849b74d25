import type { Agreement, AgreementId, HealthSystemId, Instant, ReadingGroupId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('agreement')
@Index('agreement_parties', ['healthSystemId', 'readingGroupId'])
export class AgreementEntity implements Agreement {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'agreement_pk' })
  id!: AgreementId;

  @Column({ type: 'uuid' })
  healthSystemId!: HealthSystemId;

  @Column({ type: 'uuid' })
  readingGroupId!: ReadingGroupId;

  @Column({ type: 'text' })
  kind!: Agreement['kind'];

  @Column({ type: 'jsonb' })
  transfers!: Agreement['transfers'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validFrom!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validUntil!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;

  @Column({ type: 'integer' })
  version!: Agreement['version'];
}
