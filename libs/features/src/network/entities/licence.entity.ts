import type { Instant, Licence, LicenceId, ReaderId } from '@overread/domain';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('licence')
@Index('licence_reader', ['readerId'])
export class LicenceEntity implements Licence {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'licence_pk' })
  id!: LicenceId;

  @Column({ type: 'uuid' })
  readerId!: ReaderId;

  @Column({ type: 'text' })
  jurisdiction!: Licence['jurisdiction'];

  @Column({ type: 'text' })
  number!: Licence['number'];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validFrom!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  validUntil!: Instant | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Instant | null;
}
